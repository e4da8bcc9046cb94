//! From the text of `flotilla.toml` to [`Settings`], noting every mistake on the way.
//!
//! The file is small and read by hand, key by key: a derived reader would stop at the first mistake
//! and could not name the nearest key.

use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::document::is_handle;
use flotilla_domain::policy::ClassParameters;
use flotilla_domain::policy::Strictness;
use toml::Table;
use toml::Value;

use super::Fault;
use super::Mistake;
use super::Settings;

/// Every key there is; those of a table follow its name.
const KEYS: [&str; 13] = [
    "data_dir",
    "gate.community_slice_base",
    "gate.community_threshold",
    "gate.identity_slice_base",
    "gate.identity_threshold",
    "gate.slice_base",
    "gate.threshold",
    "handle",
    "listen.peers",
    "listen.web",
    "node_key",
    "rounding_key",
    "sync.peers",
];

/// The largest number of people that somebody may ask for.
const COUNT_MAX: u32 = 10_000;

/// The names that are tables.
const TABLES: [&str; 3] = ["gate", "listen", "sync"];

/// What was read so far, and what was wrong with it.
struct Reader<'a> {
    folder: &'a Path,
    table: Table,
    mistakes: Vec<Mistake>,
}

/// Reads the settings from `text`, whose paths are relative to `folder`.
pub(super) fn read(text: &str, folder: &Path) -> Result<Settings, Vec<Mistake>> {
    let table = text.parse().map_err(|error| vec![syntax(text, &error)])?;
    let mut reader = Reader { folder, table, mistakes: Vec::new() };
    reader.note_unknown_keys();
    let settings = Settings {
        handle: reader.handle(),
        data_dir: reader.path("data_dir"),
        node_key: reader.path("node_key"),
        rounding_key: reader.path("rounding_key"),
        listen_peers: reader.address("listen.peers"),
        listen_web: reader.address("listen.web"),
        dial: reader.dial(),
        strictness: reader.strictness(),
    };
    if reader.mistakes.is_empty() { Ok(settings) } else { Err(reader.mistakes) }
}

impl Reader<'_> {
    fn note_unknown_keys(&mut self) {
        let mut paths = Vec::new();
        for (name, value) in &self.table {
            match value {
                Value::Table(inner) if TABLES.contains(&name.as_str()) => {
                    paths.extend(inner.keys().map(|key| format!("{name}.{key}")));
                }
                _ if TABLES.contains(&name.as_str()) => {
                    self.mistakes.push(mistake(name, Fault::NotTable));
                }
                _ => paths.push(name.clone()),
            }
        }
        for path in paths.iter().filter(|path| !KEYS.contains(&path.as_str())) {
            self.mistakes.push(mistake(path, Fault::Unknown { nearest: nearest(path) }));
        }
    }

    fn handle(&mut self) -> String {
        let handle = self.text("handle").unwrap_or_default();
        if !handle.is_empty() && !is_handle(&handle) {
            self.note("handle", Fault::NotHandle);
        }
        handle
    }

    fn path(&mut self, key: &str) -> PathBuf {
        self.folder.join(self.text(key).unwrap_or_default())
    }

    fn address(&mut self, key: &str) -> Option<SocketAddr> {
        let text = self.text(key)?;
        if text == "off" {
            return None;
        }
        let address = text.parse().ok();
        if address.is_none() {
            self.note(key, Fault::NotAddress);
        }
        address
    }

    fn dial(&mut self) -> Vec<String> {
        let Some(value) = self.value("sync.peers") else { return Vec::new() };
        let dialable =
            |value: &Value| value.as_str().filter(|text| is_dialable(text)).map(str::to_owned);
        let peers = value.as_array().and_then(|list| list.iter().map(dialable).collect());
        if peers.is_none() {
            self.note("sync.peers", Fault::NotDialable);
        }
        peers.unwrap_or_default()
    }

    fn strictness(&mut self) -> Strictness {
        Strictness {
            threshold: self.count("gate.threshold"),
            slice_base: self.count("gate.slice_base"),
            classes: ClassParameters {
                identity_threshold: self.count("gate.identity_threshold"),
                identity_slice_base: self.count("gate.identity_slice_base"),
                community_threshold: self.count("gate.community_threshold"),
                community_slice_base: self.count("gate.community_slice_base"),
            },
        }
    }

    /// Returns the number at `key`, 0 if there is none.
    fn count(&mut self, key: &str) -> u32 {
        let Some(value) = self.value(key) else { return 0 };
        let count = value.as_integer().and_then(|count| u32::try_from(count).ok());
        let count = count.filter(|count| *count <= COUNT_MAX);
        if count.is_none() {
            self.note(key, Fault::NotCount);
        }
        count.unwrap_or_default()
    }

    /// Returns the text at `key`, which must be there and not be empty.
    fn text(&mut self, key: &str) -> Option<String> {
        let found = self.value(key).map(|value| value.as_str().map(str::to_owned));
        match found {
            None => self.note(key, Fault::Missing),
            Some(None) => self.note(key, Fault::NotText),
            Some(Some(text)) if text.is_empty() => self.note(key, Fault::NotText),
            Some(text) => return text,
        }
        None
    }

    fn value(&self, key: &str) -> Option<&Value> {
        match key.split_once('.') {
            Some((table, key)) => self.table.get(table)?.get(key),
            None => self.table.get(key),
        }
    }

    fn note(&mut self, key: &str, fault: Fault) {
        self.mistakes.push(mistake(key, fault));
    }
}

fn mistake(key: &str, fault: Fault) -> Mistake {
    Mistake { key: key.to_owned(), fault }
}

fn syntax(text: &str, error: &toml::de::Error) -> Mistake {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    mistake(&line.to_string(), Fault::Syntax)
}

fn nearest(path: &str) -> String {
    // A key in the wrong table, or in none, is nearer to its own name than to its neighbours.
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let distance = |key: &&&str| {
        strsim::damerau_levenshtein(path, key)
            .min(strsim::damerau_levenshtein(&last(path), &last(key)))
    };
    KEYS.iter().min_by_key(distance).map_or(String::new(), |key| (*key).to_owned())
}

/// Returns whether `text` is a host and a port.
fn is_dialable(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    let bracketed = host.starts_with('[') && host.ends_with(']');
    let plain = !host.contains([':', '/', ' ', '[', ']']);
    !host.is_empty() && (bracketed || plain) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        handle = "alice"
        data_dir = "data"
        node_key = "/etc/keys/node.key"
        rounding_key = "keys/rounding.key"
        [listen]
        peers = "off"
        web = "127.0.0.1:8401"
        [sync]
        peers = ["node.example.ca:7401", "[::1]:7401"]
    "#;

    #[test]
    fn relative_paths_are_relative_to_the_file() {
        let settings = read(GOOD, Path::new("/srv/alice")).unwrap();
        assert_eq!(settings.data_dir, Path::new("/srv/alice/data"));
        assert_eq!(settings.node_key, Path::new("/etc/keys/node.key"));
        assert_eq!(settings.socket(), Path::new("/srv/alice/data/run/flotilla.sock"));
    }

    #[test]
    fn what_is_off_has_no_address() {
        let settings = read(GOOD, Path::new("")).unwrap();
        assert_eq!(settings.listen_peers, None);
        assert_eq!(settings.listen_web, "127.0.0.1:8401".parse().ok());
        assert_eq!(settings.dial, ["node.example.ca:7401", "[::1]:7401"]);
    }

    #[test]
    fn reads_back_what_it_writes() {
        let settings = read(GOOD, Path::new("")).unwrap();
        assert_eq!(read(&settings.to_toml(), Path::new("")), Ok(settings));
    }

    #[test]
    fn a_member_may_ask_for_more() {
        let with = |lines: &str| read(&format!("{GOOD}\n[gate]\n{lines}"), Path::new(""));
        let settings = with("threshold = 15\nidentity_threshold = 40\n").unwrap();
        assert_eq!(settings.strictness.threshold, 15);
        assert_eq!(settings.strictness.classes.identity_threshold, 40);
        assert_eq!(read(&settings.to_toml(), Path::new("")), Ok(settings));
        for wrong in ["threshold = -5", "threshold = \"15\"", "slice_base = 10001"] {
            assert_eq!(with(wrong).unwrap_err()[0].fault, Fault::NotCount, "{wrong}");
        }
        assert!(matches!(with("candidates = 5").unwrap_err()[0].fault, Fault::Unknown { .. }));
    }

    #[test]
    fn a_file_without_a_table_dials_nobody() {
        let text = GOOD.split("[sync]").next().unwrap();
        assert!(read(text, Path::new("")).unwrap().dial.is_empty());
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_one() {
        let told = |from: &str, to: &str| {
            let mistakes = read(&GOOD.replace(from, to), Path::new("")).unwrap_err();
            mistakes.into_iter().find_map(|it| match it.fault {
                Fault::Unknown { nearest } => Some((it.key, nearest)),
                _ => None,
            })
        };
        let pair = |key: &str, nearest: &str| Some((key.to_owned(), nearest.to_owned()));
        assert_eq!(told("data_dir", "datadir"), pair("datadir", "data_dir"));
        assert_eq!(told("web =", "wed ="), pair("listen.wed", "listen.web"));
        assert!(told("[sync]", "[gossip]").is_some());
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let text = "handle = \"Alice!\"\nnode_key = 3\nlisten = 4\n[sync]\npeers = [\"nowhere\"]";
        let mistakes = read(text, Path::new("")).unwrap_err();
        let told: Vec<_> = mistakes.iter().map(|it| (it.key.as_str(), &it.fault)).collect();
        assert_eq!(
            told,
            [
                ("listen", &Fault::NotTable),
                ("handle", &Fault::NotHandle),
                ("data_dir", &Fault::Missing),
                ("node_key", &Fault::NotText),
                ("rounding_key", &Fault::Missing),
                ("listen.peers", &Fault::Missing),
                ("listen.web", &Fault::Missing),
                ("sync.peers", &Fault::NotDialable),
            ]
        );
    }

    #[test]
    fn a_syntax_error_is_told_with_its_line() {
        let mistakes = read("handle = \"alice\"\ndata_dir = \n", Path::new("")).unwrap_err();
        assert_eq!(mistakes, [mistake("2", Fault::Syntax)]);
    }

    #[test]
    fn an_address_has_a_host_and_a_port() {
        for text in ["node.example.ca:7401", "127.0.0.1:1", "[2001:db8::1]:7401"] {
            assert!(is_dialable(text), "{text}");
        }
        for text in ["", "node", ":7401", "node:0", "node:70000", "http://node:1", "a:b:1"] {
            assert!(!is_dialable(text), "{text}");
        }
    }
}
