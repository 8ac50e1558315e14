//! Shell completions and the man page, from the definition of the command line.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli::command::{DONE, USAGE, say};
use crate::cli::output::write;
use crate::error::AppError;
use crate::resource::members::nearest;

const PROGRAM: &str = "cognitui";

/// What the script of a shell asks the program for: profiles, regions, resources and members. Where it knows
/// none, the generated function goes on.
const BASH: &str = r#"
_cognitui_known() {
    local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" known=() one
    while IFS= read -r one; do
        known+=("$one")
    done < <("${COMP_WORDS[0]}" completion-words "$line" 2>/dev/null)
    if ((${#known[@]} == 0)); then
        _cognitui "$@"
        return
    fi
    # Bash takes : and = for ends of words.
    [[ $word == [:=] ]] && word=
    local current="${line##*[[:space:]]}"
    local before="${current%"$word"}"
    COMPREPLY=()
    for one in "${known[@]}"; do
        COMPREPLY+=("$(printf '%q' "${one#"$before"}")")
    done
    if [[ ${#known[@]} -eq 1 && ${known[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _cognitui_known -o bashdefault -o default cognitui
"#;

const ZSH: &str = r#"
_cognitui_known() {
    local -a known
    known=("${(@f)$("${(Q)words[1]}" completion-words "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
    known=(${known:#})
    if (( ! $#known )); then
        _cognitui "$@"
        return
    fi
    compadd -S '' -- ${(M)known:#*[/=]}
    compadd -- ${known:#*[/=]}
}
"#;

const FISH: &str = r"
function __cognitui_known
    cognitui completion-words (commandline -cp | string collect) 2>/dev/null
end
complete -c cognitui -a '(__cognitui_known)'
complete -c cognitui -l profile -x -a '(__cognitui_known)'
complete -c cognitui -l region -x -a '(__cognitui_known)'
complete -c cognitui -l unset -x -a '(__cognitui_known)'
";

/// Prints the completions for a shell; returns the exit status.
///
/// # Errors
/// If stdout can't be written.
pub fn completions(shell: Shell) -> Result<u8, AppError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), PROGRAM, &mut script);
    let script = String::from_utf8_lossy(&script);
    write(&match shell {
        Shell::Bash => format!("{script}{BASH}"),
        Shell::Fish => format!("{script}{FISH}"),
        Shell::Zsh => with_known_words(&script),
        _ => script.into_owned(),
    })?;
    Ok(DONE)
}

/// The script of zsh, whose last lines name the function to call.
fn with_known_words(script: &str) -> String {
    let last = script.rfind("if [ \"$funcstack[1]\"").unwrap_or(script.len());
    let (generated, end) = script.split_at(last);
    let end = end.replace("_cognitui \"$@\"", "_cognitui_known \"$@\"");
    let end = end.replace("compdef _cognitui cognitui", "compdef _cognitui_known cognitui");
    format!("{generated}{ZSH}\n{end}")
}

/// Prints the man page of the program, or of one of its commands; returns the exit status.
///
/// # Errors
/// If the page can't be made, or stdout can't be written.
pub fn man(command: Option<&str>) -> Result<u8, AppError> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let commands = || program.get_subcommands().filter(|command| !command.is_hide_set());
            let Some(found) = commands().find(|command| command.get_name() == name) else {
                let near = nearest(name, commands().map(clap::Command::get_name));
                let hint = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
                say(&format!("There is no command {name}.{hint}"));
                return Ok(USAGE);
            };
            found.clone()
        }
    };
    let mut text = Vec::new();
    let made = clap_mangen::Man::new(page).render(&mut text);
    made.map_err(|error| AppError::new("The man page can't be made").cause(error))?;
    write(&String::from_utf8_lossy(&text))?;
    Ok(DONE)
}
