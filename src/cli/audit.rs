//! `cognitui audit`: the scan of all pools for findings without a screen. The findings go to stdout, and how
//! far the scan is to stderr.

mod report;
mod sarif;
mod table;

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::app::App;
use crate::app::audit::operations;
use crate::cli::Cli;
use crate::cli::audit::report::{ContextReport, Report};
use crate::cli::command::{CommandError, DONE, ask_for_code, say};
use crate::cli::output::write;
use crate::error::AppError;
use crate::resource::Severity;
use crate::resource::tables::ALL;
use crate::runtime::headless::{Headless, NotFetched, Waited};
use crate::visible::visible;

/// Exit statuses: something was found, and not everything was read.
const FOUND: u8 = 1;
const INCOMPLETE: u8 = 3;

/// The options of the command.
#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: ReportFormat,

    /// Print and count only findings of this severity or a worse one
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    min_severity: LeastSeverity,

    /// Make only this check, such as IP3; may be repeated
    #[arg(long = "check", value_name = "CHECK")]
    checks: Vec<String>,

    /// Read only this pool, by its id or its name; may be repeated
    #[arg(long = "pool", value_name = "POOL")]
    pools: Vec<String>,

    /// A profile to scan with; may be repeated
    #[arg(id = "profile", long = "profile", value_name = "NAME")]
    profiles: Vec<String>,

    /// A region to scan; may be repeated
    #[arg(id = "region", long = "region", value_name = "REGION")]
    regions: Vec<String>,

    /// Let only findings fail that are not in this file, which `--output json` has written
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Print the IAM policy that the command needs, and read nothing
    #[arg(long)]
    iam_policy: bool,
}

/// How the findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Table,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, as code scanning reads it.
    Sarif,
}

/// The severities, as the command line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeastSeverity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl LeastSeverity {
    const fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}

/// Which findings are reported.
#[derive(Debug)]
struct ReportFilter {
    least: Severity,
    checks: Vec<String>,
    /// The ids of the findings that are known already.
    known: Option<HashSet<String>>,
}

/// Scans and prints; returns the exit status.
///
/// # Errors
/// If the program can't start.
pub fn run(cli: &Cli, args: &AuditArgs) -> Result<u8, AppError> {
    if args.iam_policy {
        write(&pretty(&iam_policy()))?;
        return Ok(DONE);
    }
    let selection = match report_filter(args) {
        Ok(selection) => selection,
        Err(error) => return Ok(CommandError::usage(error).tell()),
    };
    let mut report = Report::default();
    for (profile, region) in contexts(args) {
        let cli = Cli { profile, region, read_only: true, no_history: true, ..cli.clone() };
        let plan = match cli.plan() {
            Ok(plan) => plan,
            Err(error) => return Ok(CommandError::usage(error).tell()),
        };
        if let Some(problem) = plan.options.config.problems.first() {
            say(&format!("The configuration has mistakes. Line {}: {}", problem.line, problem.text));
        }
        let mut headless = Headless::start(plan, ask_for_code)?;
        // Where nobody can be asked for a code, the scan says that nothing was read.
        if let Err(NotFetched::Signalled(number)) = headless.identify() {
            return Ok(CommandError::status_of_signal(number));
        }
        let mut progress = ScanProgress::default();
        let waited = headless.audit(args.pools.clone(), |app| progress.tell(app))?;
        progress.end(headless.app());
        if let Waited::Signalled(number) = waited {
            return Ok(CommandError::status_of_signal(number));
        }
        report.contexts.push(ContextReport::of(headless.app(), &selection));
    }
    let text = match args.output {
        ReportFormat::Table => visible_lines(&table::text(&report)),
        ReportFormat::Json => pretty(&report.json()),
        ReportFormat::Sarif => pretty(&sarif::log(&report)),
    };
    write(&text)?;
    for missing in report.missing_pools(&args.pools) {
        say(&format!("There is no pool {missing} where the scan looked."));
    }
    Ok(status(&report, &args.pools))
}

fn status(report: &Report, pools: &[String]) -> u8 {
    if report.fails() {
        FOUND
    } else if !report.is_complete() || report.missing_pools(pools).next().is_some() {
        INCOMPLETE
    } else {
        DONE
    }
}

/// Every profile in every region that was named.
fn contexts(args: &AuditArgs) -> Vec<(Option<String>, Option<String>)> {
    let or_default = |names: &[String]| -> Vec<Option<String>> {
        if names.is_empty() { vec![None] } else { names.iter().cloned().map(Some).collect() }
    };
    let regions = or_default(&args.regions);
    let profiles = or_default(&args.profiles).into_iter();
    profiles.flat_map(|profile| regions.iter().map(move |region| (profile.clone(), region.clone()))).collect()
}

fn report_filter(args: &AuditArgs) -> Result<ReportFilter, AppError> {
    let all: Vec<_> =
        ALL.into_iter().flat_map(|kind| kind.checks.findings).map(|finding| finding.id).collect();
    if let Some(unknown) = args.checks.iter().find(|check| !all.contains(&check.as_str())) {
        let mut known = all;
        // CL9 comes before CL10.
        known.sort_unstable_by_key(|id| {
            let number = id.trim_start_matches(|char: char| !char.is_ascii_digit());
            (&id[..id.len() - number.len()], number.len(), number)
        });
        known.dedup();
        return Err(AppError::new(format!("There is no check {unknown}"))
            .hint(format!("The checks are {}.", known.join(", "))));
    }
    let known = args.baseline.as_deref().map(baseline).transpose()?;
    Ok(ReportFilter { least: args.min_severity.severity(), checks: args.checks.clone(), known })
}

/// The ids of the findings in a file that an earlier run has written.
fn baseline(path: &Path) -> Result<HashSet<String>, AppError> {
    let failed = |cause: String| {
        AppError::new(format!("Can't read the baseline {}", path.display()))
            .hint("It is the output of `cognitui audit --output json`.")
            .cause(cause)
    };
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let report: Value = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    let findings = report["findings"].as_array().ok_or_else(|| failed("it has no findings".to_owned()))?;
    Ok(findings.iter().filter_map(|finding| finding["id"].as_str().map(str::to_owned)).collect())
}

/// The policy with what the scan calls.
fn iam_policy() -> Value {
    let mut actions: Vec<_> = operations()
        .iter()
        .map(|operation| format!("{}:{}", operation.name.service().prefix(), operation.name.as_str()))
        .collect();
    actions.sort();
    actions.dedup();
    json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "CognituiAudit", "Effect": "Allow", "Action": actions, "Resource": "*"}]})
}

/// Tells how far the scan is: on one line of a terminal, or by a line now and then.
#[derive(Debug, Default)]
struct ScanProgress {
    told: String,
}

impl ScanProgress {
    fn tell(&mut self, app: &App) {
        let audit = &app.audit;
        if !io::stderr().is_terminal() {
            return;
        }
        let words = audit.progress();
        if words != self.told {
            let _ = write!(io::stderr(), "\r\x1b[K{}", visible(&words));
            self.told = words;
        }
    }

    /// Tells how the scan has ended.
    fn end(&self, app: &App) {
        if !self.told.is_empty() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
        let place = [app.connection.profile.as_deref(), app.connection.region.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        say(&format!("{place}: {}", app.audit.result()));
        app.audit.gaps().iter().for_each(|gap| say(gap));
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n") + "\n"
}
