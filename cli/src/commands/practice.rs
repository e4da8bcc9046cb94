//! `flotilla practice …`: a record to fill in, everything that is wrong with one, responses, and what is held at
//! home.
//!
//! Nothing of a record leaves this computer by `new`, `check` and `label`. The codes are those of the coalition, as
//! far as the own node, bundles or the member's genesis say; else the standard ones. What `check` accepts, with the
//! same confirmations, `publish practice` publishes.

mod ask;
mod label;
mod new;

use flotilla_domain::message::Message;
use flotilla_gate::practice;
use flotilla_gate::practice::Author;
use flotilla_gate::practice::Question;
use flotilla_gate::problem::Problems;

use crate::args::practice::Check;
use crate::args::practice::Practice;
use crate::commands::publish;
use crate::commands::publish::question_line;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::own_names;
use crate::setting::Said;
use crate::setting::Setting;
use crate::shapes;
use crate::table_file;

/// Does what was asked.
pub(crate) fn run(command: Practice, context: &Context) -> Result<(), CommandError> {
    match command {
        Practice::Ask(args) => ask::ask(&args, context),
        Practice::Check(args) => check(&args, context),
        Practice::Label(args) => label::label(&args, context),
        Practice::New(args) => new::write(&args, context),
        Practice::Respond(args) => publish::respond(&args, context),
    }
}

fn check(args: &Check, context: &Context) -> Result<(), CommandError> {
    let (ui, texts) = (&context.ui, &context.ui.texts);
    let file = table_file::bytes(&args.file)?;
    let said = Said {
        catalogue: args.catalogue.as_deref(),
        member: None,
        from: &args.from,
        asks_node: true,
    };
    let catalogue = Setting::read(said, context)?.catalogue;
    let names = own_names::read(context)?;
    let author = Author { confirmed: &args.confirm, names: names.as_ref(), shelf: None };
    let checked = practice::read(&String::from_utf8_lossy(&file), &catalogue, author);
    let checked = match &checked {
        Ok(reading) => shapes::Checked::of_questions(reading.questions(), texts),
        Err(problems) => shapes::Checked::of_problems(problems, texts),
    };
    if ui.json {
        ui.print_json(&checked)?;
    } else {
        let problems = checked.problems.iter().map(|it| format!("{}\n", texts.say(&it.line())));
        let questions = checked.questions.iter().map(|it| question_line(it, texts));
        ui.print(&problems.chain(questions).collect::<String>())?;
    }
    let open = checked.open().next();
    match (checked.problems.len(), open) {
        (0, None) => {
            ui.tell(&Message::new("cli-practice-sound"));
            Ok(())
        }
        (0, Some(question)) => {
            let count = checked.open().count();
            let message = Message::new("cli-practice-open").number("questions", count);
            let hint = Message::new("cli-hint-confirm").word("excerpt", &question.excerpt);
            Err(Failure::new(Exit::Invalid, message).hint(hint).into())
        }
        (problems, _) => {
            let message = Message::new("cli-practice-problems").number("problems", problems);
            Err(Failure::new(Exit::Invalid, message).into())
        }
    }
}

impl shapes::Checked {
    fn of_questions(questions: &[Question], texts: &flotilla_text::Texts) -> Self {
        let questions = questions.iter().map(|it| shapes::Question::of(it, texts)).collect();
        Self { problems: Vec::new(), questions }
    }

    fn of_problems(problems: &Problems, texts: &flotilla_text::Texts) -> Self {
        let problems = problems.iter().map(|it| shapes::Problem::of(it, texts)).collect();
        Self { problems, questions: Vec::new() }
    }
}
