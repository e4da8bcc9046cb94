//! By what the gate goes where the own node does not say: catalogue, rules, and where a member works.
//!
//! ```text
//!  --bundle, own node, or genesis ─┐
//!  --catalogue, --member ──────────┴─> Setting      else: standard catalogue, rules of a new coalition
//! ```

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::settings::Settings;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::problem::Problems;

use crate::args::shared::From;
use crate::catalogue;
use crate::client;
use crate::commands::coalition;
use crate::context::Context;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::minutes::Source;

/// By what the gate goes.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) catalogue: Catalogue,
    pub(crate) policy: Policy,
    /// Where the member works, if it is one.
    pub(crate) profile: Option<Profile>,
    /// What people call it, if somebody said so.
    pub(crate) member: Option<String>,
}

/// What was said on the command line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'a> {
    /// Indicators and code lists beyond the standard ones.
    pub(crate) catalogue: Option<&'a Path>,
    /// The name of the member.
    pub(crate) member: Option<&'a str>,
    /// Where decisions come from.
    pub(crate) from: &'a From,
    /// Whether the own node may be asked.
    pub(crate) asks_node: bool,
}

/// An earlier publication: what its file is called, and what it says.
pub(crate) type Named = (String, String);

impl Setting {
    /// Gathers what there is of a member.
    pub(crate) fn read(said: Said<'_>, context: &Context) -> Result<Self, CommandError> {
        let settings = context.settings_if_any()?;
        let minutes = minutes(said, settings.as_ref(), context)?;
        let roster = minutes.as_ref().map(|it| it.state.roster());
        let catalogue = match roster.filter(|_| said.catalogue.is_none()) {
            Some(roster) => roster.catalogue().clone(),
            None => catalogue::read(said.catalogue, &context.ui.texts)?,
        };
        let handle = settings.map(|it| it.handle);
        let me = roster.zip(handle.as_ref()).and_then(|(it, me)| it.member_by_handle(me));
        Ok(Self {
            catalogue,
            policy: roster.map_or(Policy::DEFAULT, |it| it.policy().clone()),
            profile: me.map(|it| it.document.profile.clone()),
            member: said.member.map(str::to_owned).or(handle),
        })
    }

    /// Returns where the member works: as the coalition knows it, or else as `named`, and as earlier
    /// publications say.
    pub(crate) fn profile(&self, named: Profile, earlier: &[Earlier]) -> Profile {
        if let Some(profile) = &self.profile {
            return profile.clone();
        }
        let mut profile = named;
        for before in earlier.iter().filter_map(Earlier::profile) {
            profile.regions.extend(before.regions);
            profile.programs.extend(before.programs);
            profile.absent.extend(before.absent);
        }
        for codes in [&mut profile.regions, &mut profile.programs] {
            codes.sort_unstable();
            codes.dedup();
        }
        profile.absent.sort_unstable();
        profile.absent.dedup();
        profile
    }
}

/// Returns whether there are settings, and their node answers.
pub(crate) fn is_own_node_there(context: &Context) -> Result<bool, CommandError> {
    let Some(settings) = context.settings_if_any()? else { return Ok(false) };
    client::wait(async { Ok(client::own_node(&settings).await.is_ok()) })
}

/// Reads earlier publications, in their order: each file is called by its last name.
pub(crate) fn named(paths: &[PathBuf]) -> Result<Vec<Named>, CommandError> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|error| Failure::read(path, error))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok((name.to_string_lossy().into_owned(), text))
    };
    paths.iter().map(read).collect()
}

/// Reads what earlier publications say, of one member.
pub(crate) fn earlier(files: &[Named]) -> Result<Vec<Earlier>, Problems> {
    let earlier = files.iter().map(|(name, text)| Earlier::read(name, text));
    let earlier = earlier.collect::<Result<Vec<_>, _>>()?;
    Earlier::of_one_member(&earlier)?;
    Ok(earlier)
}

/// Returns what was decided, as far as files, or the own node, say so.
fn minutes(
    said: Said<'_>,
    settings: Option<&Settings>,
    context: &Context,
) -> Result<Option<Minutes>, CommandError> {
    if !said.from.bundle.is_empty() || said.asks_node && is_own_node_there(context)? {
        return Minutes::read(said.from, context).map(Some);
    }
    let Some(settings) = settings.filter(|it| it.genesis().exists()) else { return Ok(None) };
    Minutes::begin(coalition::own(settings)?, Source::Files).map(Some)
}
