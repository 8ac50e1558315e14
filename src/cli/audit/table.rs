//! The report as a table for people.

use super::report::Report;
use crate::resource::display::plural::plural;

/// One line for each finding, and a line with their numbers.
pub fn text(report: &Report) -> String {
    let several = report.contexts.len() > 1;
    let mut rows = vec![["SEVERITY", "CHECK", "RESOURCE", "WHAT"].map(str::to_owned)];
    for context in &report.contexts {
        for reported in &context.findings {
            let place = match (&context.account, &context.region) {
                (Some(account), Some(region)) if several => {
                    format!("{account} {region} {}", reported.place)
                }
                _ => reported.place.clone(),
            };
            let known = match &reported.exception {
                Some(exception) if reported.is_accepted => format!(" (accepted: {})", exception.words()),
                Some(exception) => format!(" (no longer accepted: {})", exception.words()),
                None if reported.is_new => String::new(),
                None => " (in the baseline)".to_owned(),
            };
            let finding = reported.finding;
            let what = format!("{}{known}", finding.text);
            rows.push([finding.severity.word().to_owned(), finding.id.to_owned(), place, what]);
        }
    }
    let mut lines: Vec<String> = Vec::new();
    if rows.len() > 1 {
        let cells = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
        let widths = [cells(0), cells(1), cells(2)];
        lines.extend(rows.iter().map(|[severity, check, place, what]| {
            let [one, two, three] = widths;
            format!("{severity:<one$}  {check:<two$}  {place:<three$}  {what}")
        }));
        lines.push(String::new());
    }
    let counts = report.counts();
    let accepted = report.findings().filter(|reported| reported.is_accepted).count();
    let accepted = if accepted > 0 { format!(" {accepted} accepted.") } else { String::new() };
    let all = counts.iter().map(|(_, count)| count).sum();
    let words: Vec<_> =
        counts.iter().map(|(severity, count)| format!("{count} {}", severity.word())).collect();
    let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
    let pools = report.contexts.iter().map(|context| context.pools.len()).sum();
    let requests = report.contexts.iter().map(|context| context.requests).sum();
    let incomplete = if report.is_complete() { "" } else { " Not everything was checked." };
    lines.push(format!(
        "{}{words}.{accepted} {}, {}.{incomplete}",
        plural(all, "finding"),
        plural(pools, "pool"),
        plural(requests, "request")
    ));
    lines.join("\n")
}
