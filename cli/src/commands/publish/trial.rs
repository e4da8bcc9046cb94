//! A dry run without a node: the gate in this tool, on this computer.
//!
//! ```text
//!  settings, genesis, bundles ─┐
//!  or: standard catalogue, usual rules, regions and programs of the table ─┤
//!  table + its form, --history … ─┴─> gate::preview ─> what others would see ─> stdout
//! ```
//!
//! - **Nothing is needed but a table and a recipe**, and nothing leaves: no connection is made.
//! - **One gate**: what is printed is what a node with the same key, rules and log would publish.
//! - **Runs agree**: the name and the key stay the same, so what several runs print is one history.

use std::path::Path;

use flotilla_config::settings::Settings;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_gate::counts;
use flotilla_gate::counts::Way;
use flotilla_gate::export::document;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::form::Form;
use flotilla_gate::history::History;
use flotilla_gate::preview;
use flotilla_gate::problem::Problems;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use flotilla_text::Texts;

use super::input::Input;
use super::rounding;
use crate::args::Metrics;
use crate::context::Context;
use crate::failure::CommandError;
use crate::progress::Progress;
use crate::report::Report;
use crate::setting;
use crate::setting::Named;
use crate::setting::Said;
use crate::setting::Setting;
use crate::shapes;

/// How many characters tell two trials with recipes of one name apart.
const DIGEST_CHARS: usize = 8;

/// By what the gate goes, and rounds.
struct Trial {
    setting: Setting,
    secret: RoundingSecret,
}

/// What was read.
struct Files<'a> {
    input: &'a Input,
    /// Names and texts, in the order of publication.
    history: Vec<Named>,
    /// What the trial is called where nobody says so.
    name: String,
}

/// Shows what would be published of a table.
pub(super) fn metrics(
    args: &Metrics,
    input: &Input,
    report: Option<&Report>,
    context: &Context,
) -> Result<(), CommandError> {
    let trial = Trial::read(args, context)?;
    let history = setting::named(&args.trial.history)?;
    let name = name(args, input, &trial.setting.catalogue);
    let files = Files { input, history, name };
    let texts = &context.ui.texts;
    let checking = Progress::begin(&Message::new("cli-checking"), &context.ui);
    match checking.during(|| trial.attempt(&files, texts)) {
        Ok((preview, document)) => super::show(&preview, &document, report, context),
        Err(problems) => {
            let member = trial.setting.member.as_deref().or(input.member.as_deref());
            let member = member.unwrap_or(&files.name);
            super::refused(&problems, Some(member), report, context)
        }
    }
}

impl Trial {
    /// Gathers what there is of a member, and tells what there is not.
    fn read(args: &Metrics, context: &Context) -> Result<Self, CommandError> {
        let said = Said {
            catalogue: args.trial.catalogue.as_deref(),
            member: args.trial.member.as_deref(),
            from: &args.trial.from,
            asks_node: false,
        };
        let setting = Setting::read(said, context)?;
        if setting.profile.is_none() {
            context.ui.tell(&Message::new("cli-trial-alone"));
        } else if args.trial.history.is_empty() {
            context.ui.tell(&Message::new("cli-trial-node-away"));
        }
        let secret = secret(args, context.settings_if_any()?.as_ref(), context)?;
        Ok(Self { setting, secret })
    }

    fn attempt(
        &self,
        files: &Files<'_>,
        texts: &Texts,
    ) -> Result<(shapes::Preview, String), Problems> {
        let Setting { catalogue, policy, member, .. } = &self.setting;
        let Input { recipe, text, member: made_for, .. } = files.input;
        let form = Form::parse(recipe)?;
        let earlier = setting::earlier(&files.history)?;
        let profile = self.setting.profile(form.profile(text, catalogue), &earlier);
        let mut history = History::new();
        for publication in &earlier {
            publication.remember((catalogue, policy), &profile, &mut history)?;
        }
        let rules = Rules::new(catalogue, policy, policy.gate, &profile);
        let prepared = preview::prepare_as(text, &form, &rules, &self.secret, &history)?;
        let said = member.as_deref().or(made_for.as_deref());
        let member = said.or_else(|| earlier.first().map(Earlier::member)).unwrap_or(&files.name);
        let say = |message: &Message| texts.say(message);
        let who = (&rules, member);
        let document = document::of_preview(who, &history, &prepared.preview, &say);
        Ok((shapes::Preview::of_table(&prepared.preview, texts), document))
    }
}

fn secret(
    args: &Metrics,
    settings: Option<&Settings>,
    context: &Context,
) -> Result<RoundingSecret, CommandError> {
    match (&args.trial.rounding_key, settings) {
        (Some(path), _) => rounding::named(path),
        (None, Some(settings)) => rounding::own(&settings.rounding_key),
        (None, None) => rounding::for_trials(&context.ui),
    }
}

/// Names a trial by its recipe and, so that nothing is told of it, a digest of both files' names: two
/// organizations that try out one recipe are not taken for one. A template that was made for nobody is
/// called by where it says that somebody works.
fn name(args: &Metrics, input: &Input, catalogue: &Catalogue) -> String {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (name, digest) = match &args.recipe {
        Some(recipe) => {
            let table = stem(&args.file);
            (stem(recipe), Hash::of([input.recipe.as_bytes(), &[0], table.as_bytes()]))
        }
        None => {
            let works = counts::profile(&input.text, &Way::default(), catalogue);
            let codes = works.regions.iter().chain(&works.programs).map(String::as_str);
            let codes = codes.collect::<Vec<_>>().join(" ");
            ("template".to_owned(), Hash::of([codes.as_bytes()]))
        }
    };
    let digest: String = digest.to_string().chars().take(DIGEST_CHARS).collect();
    format!("{name}-{digest}")
}
