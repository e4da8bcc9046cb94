//! A dry run without a node: the gate in this tool, on this computer.
//!
//! ```text
//!  settings, genesis, bundles ─┐
//!  or: standard catalogue, usual rules, regions and programs of the recipe ─┤
//!  file + recipe, --history … ─┴─> gate::preview ─> what others would see ─> stdout
//! ```
//!
//! - **Nothing is needed but a table and a recipe**, and nothing leaves: no connection is made.
//! - **One gate**: what is printed is what a node with the same key, rules and log would publish.
//! - **Runs agree**: the name and the key stay the same, so what several runs print is one history.

use std::fs;
use std::path::Path;

use flotilla_config::settings::Settings;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_gate::export::document;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::history::History;
use flotilla_gate::preview;
use flotilla_gate::problem::Problems;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use flotilla_text::Texts;

use super::rounding;
use crate::args::Metrics;
use crate::catalogue;
use crate::commands::coalition;
use crate::context::Context;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::minutes::Source;
use crate::shapes;

/// How many characters tell two trials with recipes of one name apart.
const DIGEST_CHARS: usize = 8;

/// By what the gate goes.
struct Setting {
    catalogue: Catalogue,
    policy: Policy,
    /// Where the member works, if it is one.
    profile: Option<Profile>,
    /// What people call it, if somebody said so.
    member: Option<String>,
    secret: RoundingSecret,
}

/// What was read.
struct Files<'a> {
    table: &'a [u8],
    recipe: &'a str,
    /// Names and texts, in the order of publication.
    history: Vec<(String, String)>,
    /// What the trial is called where nobody says so.
    name: String,
}

/// Shows what would be published of a table.
pub(super) fn metrics(
    args: &Metrics,
    (recipe, table): (&str, &[u8]),
    context: &Context,
) -> Result<(), CommandError> {
    let setting = Setting::read(args, context)?;
    let files = Files {
        table,
        recipe,
        history: args.trial.history.iter().map(|it| named(it)).collect::<Result<_, _>>()?,
        name: name(args, recipe),
    };
    let texts = &context.ui.texts;
    match setting.attempt(&files, texts) {
        Ok((preview, document)) => super::show(&preview, &document, context),
        Err(problems) => {
            let member = setting.member.as_deref().unwrap_or(&files.name);
            super::refused(&problems, Some(member), context)
        }
    }
}

impl Setting {
    /// Gathers what there is of a member, and tells what there is not.
    fn read(args: &Metrics, context: &Context) -> Result<Self, CommandError> {
        let settings = context.settings_if_any()?;
        let minutes = minutes(args, settings.as_ref(), context)?;
        let roster = minutes.as_ref().map(|it| it.state.roster());
        let additions = args.trial.catalogue.as_deref();
        let catalogue = match roster.filter(|_| additions.is_none()) {
            Some(roster) => roster.catalogue().clone(),
            None => catalogue::read(additions, &context.ui.texts)?,
        };
        let handle = settings.as_ref().map(|it| it.handle.clone());
        let me = roster.zip(handle.as_ref()).and_then(|(it, me)| it.member_by_handle(me));
        let profile = me.map(|it| it.document.profile.clone());
        if profile.is_none() {
            context.ui.tell(&Message::new("cli-trial-alone"));
        } else if args.trial.history.is_empty() {
            context.ui.tell(&Message::new("cli-trial-node-away"));
        }
        Ok(Self {
            catalogue,
            policy: roster.map_or(Policy::DEFAULT, |it| it.policy().clone()),
            profile,
            member: args.trial.member.clone().or(handle),
            secret: secret(args, settings.as_ref(), context)?,
        })
    }

    fn attempt(
        &self,
        files: &Files<'_>,
        texts: &Texts,
    ) -> Result<(shapes::Preview, String), Problems> {
        let recipe = Recipe::parse(files.recipe)?;
        let earlier = files.history.iter().map(|(name, text)| Earlier::read(name, text));
        let earlier = earlier.collect::<Result<Vec<_>, _>>()?;
        Earlier::of_one_member(&earlier)?;
        let profile = self.profile(&recipe, &earlier);
        let mut history = History::new();
        for publication in &earlier {
            publication.remember((&self.catalogue, &self.policy), &profile, &mut history)?;
        }
        let rules = Rules::new(&self.catalogue, &self.policy, self.policy.gate, &profile);
        let prepared = preview::prepare(files.table, &recipe, &rules, &self.secret, &history)?;
        let said = self.member.as_deref();
        let member = said.or_else(|| earlier.first().map(Earlier::member)).unwrap_or(&files.name);
        let say = |message: &Message| texts.say(message);
        let who = (&rules, member);
        let document = document::of_preview(who, &history, &prepared.preview, &say);
        Ok((shapes::Preview::of_table(&prepared.preview, texts), document))
    }

    /// Returns where the member works: as the coalition knows it, or all that any of its files names.
    fn profile(&self, recipe: &Recipe, earlier: &[Earlier]) -> Profile {
        if let Some(profile) = &self.profile {
            return profile.clone();
        }
        let mut profile = recipe.profile(&self.catalogue);
        for before in earlier.iter().filter_map(Earlier::profile) {
            profile.regions.extend(before.regions);
            profile.programs.extend(before.programs);
        }
        for codes in [&mut profile.regions, &mut profile.programs] {
            codes.sort_unstable();
            codes.dedup();
        }
        profile
    }
}

/// Returns what was decided, as far as files say so.
fn minutes(
    args: &Metrics,
    settings: Option<&Settings>,
    context: &Context,
) -> Result<Option<Minutes>, CommandError> {
    if !args.trial.from.bundle.is_empty() {
        return Minutes::read(&args.trial.from, context).map(Some);
    }
    let Some(settings) = settings.filter(|it| it.genesis().exists()) else { return Ok(None) };
    Minutes::begin(coalition::own(settings)?, Source::Files).map(Some)
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

/// Reads a file, which is called by its last name.
fn named(path: &Path) -> Result<(String, String), CommandError> {
    let text = fs::read_to_string(path).map_err(|error| Failure::read(path, error))?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok((name.to_string_lossy().into_owned(), text))
}

/// Names a trial by its recipe and, so that nothing is told of it, a digest of both files' names: two
/// organizations that try out one recipe are not taken for one.
fn name(args: &Metrics, recipe: &str) -> String {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let table = stem(&args.file);
    let digest = Hash::of([recipe.as_bytes(), &[0], table.as_bytes()]).to_string();
    let digest: String = digest.chars().take(DIGEST_CHARS).collect();
    format!("{}-{digest}", stem(&args.recipe))
}
