//! Draws the warnings of a confirmation: what the change does to findings, what could not be checked, and the
//! tool that manages the resource.

use crate::app::App;
use crate::app::change::confirm::{Confirm, FindingChange};
use crate::app::remote::Remote;
use crate::resource::{Finding, Severity};
use crate::view::Theme;
use crate::view::change::confirm::COLUMN;
use crate::view::pen::{Line, labelled};
use crate::view::text::visible;

/// Adds the warnings: the findings that the change adds, keeps or removes, and other tools that manage the
/// resource.
pub fn warnings(app: &App, open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let mut warnings: Vec<Line> = Vec::new();
    if let Some(manager) = open.managed_by() {
        warnings.extend(labelled("! managed", theme.warn, COLUMN, &manager.warning(), cells, theme.plain));
    }
    let own = open.findings(&app.validation_context());
    let elsewhere = app.findings_elsewhere(&open.write);
    for change in [FindingChange::Adds, FindingChange::Keeps, FindingChange::Removes] {
        for (_, finding) in own.iter().filter(|(effect, _)| *effect == change) {
            warnings.extend(finding_rows(change, finding, None, cells, theme));
        }
        for other in elsewhere.iter().filter(|other| other.change == change) {
            let at = other_resources(&other.resources);
            warnings.extend(finding_rows(change, other.finding, Some(&at), cells, theme));
        }
    }
    let companion = open.write.key.kind.related.companion.map_or("", |companion| companion.kind().name);
    let unknown = match &open.companion {
        _ if open.write.key.kind.checks.findings.is_empty() => None,
        Remote::Loading(_) => Some(format!("Checks that need the {companion} wait until it is loaded.")),
        Remote::Failed(error) => {
            Some(format!("Checks that need the {companion} are skipped. {}.", error.summary))
        }
        Remote::NotAsked | Remote::Ready(_) | Remote::Stopped => None,
    };
    if let Some(text) = unknown {
        warnings.extend(labelled("? unknown", theme.warn, COLUMN, &text, cells, theme.plain));
    }
    if !warnings.is_empty() {
        lines.push(vec![]);
        lines.extend(warnings);
    }
}

/// The change of a finding: "✓ Fixes    IP2 high     Classic flow allowed", with the resources that have it
/// where they are others. A finding that the change adds is explained; others are named.
fn finding_rows(
    change: FindingChange,
    finding: &Finding,
    at: Option<&str>,
    cells: u16,
    theme: &Theme,
) -> Vec<Line> {
    let (verb, text) = match change {
        FindingChange::Adds => ("! Causes", finding.text),
        FindingChange::Keeps => ("● Remains", finding.title()),
        FindingChange::Removes => ("✓ Fixes", finding.title()),
    };
    let style = match (change, finding.severity >= Severity::High) {
        (FindingChange::Adds, true) => theme.bad,
        (FindingChange::Adds, false) => theme.warn,
        (FindingChange::Keeps, _) => theme.quiet,
        (FindingChange::Removes, _) => theme.good,
    };
    let which = format!("{} {}", finding.id, finding.severity.word());
    let label = format!("{verb:<11}{which:<13}");
    let text = at.map_or_else(|| text.to_owned(), |at| format!("{} ({at})", text.trim_end_matches('.')));
    labelled(&label, style, 25, &text, cells, theme.plain)
}

/// Number of other resources that are named for a finding.
const MOST_NAMES: usize = 4;

fn other_resources(all: &[String]) -> String {
    let named = all.iter().take(MOST_NAMES).map(|name| visible(name).into_owned()).collect::<Vec<_>>();
    let more = all.len().saturating_sub(MOST_NAMES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}
