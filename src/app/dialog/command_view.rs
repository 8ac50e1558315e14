//! The AWS CLI commands of a request, or of every request of a bulk edit, to copy them.

use crate::app::Tone;
use crate::app::dialog::Outcome;
use crate::app::dialog::context::Context;
use crate::app::widget::scroll::Scroll;
use crate::keymap::ViewerAction;
use crate::message::{Connection, WriteRequest};
use crate::resource::cli_command::{CliCommand, CliTarget};
use crate::resource::display::plural::plural;
use crate::resource::{Document, Kind, Service};
use crate::secret::Secret;

/// Commands in the order in which they are to be run.
#[derive(Debug)]
pub struct CommandView {
    pub commands: Vec<CliCommand>,
    /// True if the commands change something.
    pub writes: bool,
    pub scroll: Scroll,
}

/// The destination of the requests to a service.
pub(crate) fn cli_target(connection: &Connection, service: Service) -> CliTarget<'_> {
    CliTarget {
        region: connection.region.as_deref(),
        profile: connection.profile.as_deref(),
        endpoint: connection.endpoint(service),
    }
}

/// The commands that let a resource call the Lambda functions that it did not call before.
pub(crate) fn permissions(
    kind: &Kind,
    before: &Document,
    after: &Document,
    connection: &Connection,
) -> Vec<CliCommand> {
    let functions = kind.update.new_functions.map(|new| new(before, after)).unwrap_or_default();
    // AWS names a new resource once it exists.
    let owner = before.text("Arn").unwrap_or("<ARN of the user pool>");
    let profile = connection.profile.as_deref();
    functions.iter().map(|function| CliCommand::lambda_permission(function, owner, profile)).collect()
}

impl CommandView {
    pub fn reading(command: CliCommand) -> Self {
        Self { commands: vec![command], writes: false, scroll: Scroll::default() }
    }

    /// The command of a write that was made before.
    pub fn recorded(command: CliCommand) -> Self {
        Self { writes: true, ..Self::reading(command) }
    }

    /// The commands that send these requests.
    pub(crate) fn writing<'a>(
        requests: impl IntoIterator<Item = &'a WriteRequest>,
        connection: &Connection,
    ) -> Self {
        let commands = |request: &'a WriteRequest| {
            let kind = request.key.kind;
            let target = cli_target(connection, kind.service());
            let write = CliCommand::write(kind, request.operation, &request.body, target);
            write.into_iter().chain(permissions(kind, &request.before, &request.body, connection))
        };
        let commands = requests.into_iter().flat_map(commands).collect();
        Self { commands, writes: true, scroll: Scroll::default() }
    }

    /// What has to be known before the commands are run, each in a sentence.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        if self.writes {
            notes.push(
                "It sends these values whatever is there by then: what cognitui checks before it sends, the AWS \
                 CLI does not."
                    .to_owned(),
            );
        }
        for note in self.commands.iter().flat_map(CliCommand::notes) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    /// The commands as they are copied, one after the other.
    pub fn text(&self) -> String {
        let texts: Vec<_> = self.commands.iter().map(|command| command.text.as_str()).collect();
        texts.join("\n")
    }

    pub(crate) fn act(&self, action: ViewerAction, context: &mut Context) -> Outcome {
        match action {
            ViewerAction::Close => return Outcome::Close,
            ViewerAction::Copy => {
                let commands = plural(self.commands.len(), "AWS CLI command");
                context.say(Tone::Plain, format!("Sent to the clipboard: {commands}"));
                context.copy(Secret::new(self.text()));
            }
        }
        Outcome::Stay
    }
}
