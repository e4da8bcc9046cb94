//! `flotilla template write`: a workbook to be filled in, for those who have no export.
//!
//! ```text
//!  catalogue, profile, period ─> gate::template::Plan ─> sheets, in words ─> flotilla_sheet::book ─> XLSX
//! ```
//!
//! - **Needs no node**, as a dry run does not; where the own node runs, it is asked for what was decided.
//! - **Nothing is replaced**: a file that is there stays.
//! - What was published before stands beside what is asked for: as the own node shows it, or as somebody
//!   gives it with `--history`.

mod before;
mod codes;
mod labels;
mod sheets;

use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::profile::Profile;
use flotilla_gate::export::Figures;
use flotilla_gate::problem::Problems;
use flotilla_gate::template::Plan;
use flotilla_sheet::book;
use flotilla_text::Language;

use crate::args::template::Template;
use crate::args::template::Write;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;
use crate::setting;
use crate::setting::Said;
use crate::setting::Setting;
use crate::shapes;

use self::sheets::Sheets;

/// Does what was asked.
pub(crate) fn run(command: Template, context: &Context) -> Result<(), CommandError> {
    match command {
        Template::Write(args) => write(&args, context),
    }
}

fn write(args: &Write, context: &Context) -> Result<(), CommandError> {
    let texts = &context.ui.texts;
    let period = period(&args.period)?;
    let path = args.out.clone().unwrap_or_else(|| usual_path(period, texts.language()));
    let said = Said {
        catalogue: args.catalogue.as_deref(),
        member: args.member.as_deref(),
        from: &args.from,
        asks_node: true,
    };
    let setting = Setting::read(said, context)?;
    if setting.profile.is_some() && !(args.region.is_empty() && args.program.is_empty()) {
        return Err(Failure::new(Exit::Usage, Message::new("cli-template-own-profile")).into());
    }
    let refused = |problems: Problems| {
        let failure = Failure::new(Exit::Invalid, Message::new("cli-template-refused"));
        let details = problems.iter().map(|it| shapes::Problem::of(it, texts).line());
        CommandError::from(details.fold(failure, Failure::detail))
    };
    let earlier = setting::earlier(&setting::named(&args.history)?).map_err(refused)?;
    let named = Profile {
        regions: args.region.clone(),
        programs: args.program.clone(),
        ..Profile::default()
    };
    let profile = setting.profile(named, &earlier);
    let plan = Plan::new(&setting.catalogue, &profile, period, &args.indicator).map_err(refused)?;
    let told = earlier.iter().flat_map(|it| it.figures().iter());
    let mut before: Figures = told.map(|(place, figure)| (place.clone(), *figure)).collect();
    // Of somebody else, or of a trial, the own node knows nothing.
    if args.history.is_empty() && args.member.is_none() && args.catalogue.is_none() {
        before = before::of_own_node(&plan, context)?;
    }
    let sheets = Sheets {
        plan: &plan,
        catalogue: &setting.catalogue,
        before: &before,
        member: setting.member.as_deref().unwrap_or_default(),
        texts,
    };
    let cannot =
        |error| Failure::new(Exit::Unexpected, Message::new("cli-template-refused")).because(error);
    let file = book::write(&sheets.book()).map_err(cannot)?;
    new_files::create(&path, &file)?;
    told_of((&plan, before.len()), &path, context)
}

/// Tells what was written, and what comes next.
fn told_of(
    (plan, before): (&Plan, usize),
    path: &Path,
    context: &Context,
) -> Result<(), CommandError> {
    if context.ui.json {
        return context.ui.print_json(&shapes::Template {
            file: path.display().to_string(),
            period: plan.period.to_string(),
            cells: plan.cells(),
            indicators: plan.indicators.clone(),
            before,
        });
    }
    let path = path.display();
    let written = Message::new("cli-template-written").word("path", &path);
    context.ui.done(&written.number("cells", plan.cells()));
    if let Some(period) = plan.period_before().filter(|_| before > 0) {
        let told = Message::new("cli-template-before-told").word("period", period);
        context.ui.tell(&told.number("figures", before));
    }
    context.ui.tell(&Message::new("cli-template-next").word("path", path));
    Ok(())
}

/// Reads a period; a quarter may also be written as in French, `2025-T3`.
fn period(word: &str) -> Result<Period, CommandError> {
    let word = word.trim().replace("-T", "-Q");
    word.parse().map_err(|_| {
        let message = Message::new("cli-usage-invalid-value").word("argument", "--period");
        let failure = Failure::new(Exit::Usage, message.word("value", &word));
        failure.hint(Message::new("cli-hint-period")).into()
    })
}

/// Returns where a template goes that nobody gave a place.
fn usual_path(period: Period, language: Language) -> PathBuf {
    PathBuf::from(match language {
        Language::English => format!("template-{period}.xlsx"),
        Language::French => format!("modele-{period}.xlsx"),
    })
}

#[cfg(test)]
mod tests;
