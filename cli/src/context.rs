//! What every command needs to know: whom it talks to, and which member it works for.

use std::env;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::settings::FILE_NAME;
use flotilla_config::settings::Settings;
use flotilla_text::Texts;

use crate::args::Global;
use crate::failure::CommandError;
use crate::ui::Ui;

/// Where the settings are, where nothing else is said and none are here.
const SYSTEM_SETTINGS: &str = "/etc/flotilla/flotilla.toml";

/// What every command needs to know.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) ui: Ui,
    config: Option<PathBuf>,
    dir: Option<PathBuf>,
}

impl Context {
    /// Takes the options that all commands share.
    pub(crate) fn new(global: Global, texts: Texts) -> Self {
        let Global { json, lang: _, yes, quiet, config, dir, help: _, version: _ } = global;
        Self { ui: Ui::new(texts, json, yes, quiet), config, dir }
    }

    /// Returns the same context, which prints and tells nothing.
    pub(crate) fn silent(&self) -> Self {
        Self { ui: self.ui.silent(), config: self.config.clone(), dir: self.dir.clone() }
    }

    /// Reads the settings of the member: `--config`, `--dir`, `FLOTILLA_CONFIG`, here, system.
    pub(crate) fn settings(&self) -> Result<Settings, CommandError> {
        Ok(Settings::read(&self.settings_file())?)
    }

    /// Reads the settings of the member, if somebody named them or there are any here.
    pub(crate) fn settings_if_any(&self) -> Result<Option<Settings>, CommandError> {
        let is_named =
            self.config.is_some() || self.dir.is_some() || env::var_os("FLOTILLA_CONFIG").is_some();
        if is_named || self.settings_file().exists() { self.settings().map(Some) } else { Ok(None) }
    }

    /// Returns the folder of the member, where its admin key is.
    pub(crate) fn folder(&self) -> PathBuf {
        if let Some(dir) = &self.dir {
            return dir.clone();
        }
        let folder = self.config.as_deref().and_then(Path::parent);
        match folder {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    /// Returns the folder of the settings, wherever they were found.
    pub(crate) fn settings_folder(&self) -> PathBuf {
        let file = self.settings_file();
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        let found = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
        self.dir.clone().unwrap_or(found)
    }

    fn settings_file(&self) -> PathBuf {
        let named = self.config.clone();
        let in_dir = || self.dir.as_ref().map(|dir| dir.join(FILE_NAME));
        let in_env = || env::var_os("FLOTILLA_CONFIG").map(PathBuf::from);
        let here = PathBuf::from(FILE_NAME);
        named.or_else(in_dir).or_else(in_env).unwrap_or_else(|| {
            if here.exists() || !Path::new(SYSTEM_SETTINGS).exists() {
                here
            } else {
                PathBuf::from(SYSTEM_SETTINGS)
            }
        })
    }
}
