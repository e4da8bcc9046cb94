//! A bundle, wherever it is: a file in either form, or what the own node just said.
//!
//! - **Both forms are recognised by their first line**, whatever the file is called.
//! - **A binary file is read piece by piece**, never as a whole; a text is bounded by its size.
//! - What the own node exports goes to a temporary file first: it is read more than once.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Cursor;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_config::settings::Settings;
use flotilla_domain::genesis::Founded;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_wire::audit;
use flotilla_wire::audit::AuditError;
use flotilla_wire::audit::Audited;
use flotilla_wire::bundle;
use flotilla_wire::bundle::FIRST_LINE;
use flotilla_wire::bundle::ReadBundleError;
use flotilla_wire::bundle::Reader;

use crate::bundle_file;
use crate::client;
use crate::commands::coalition;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// What a bundle is read from.
pub(crate) type Input = Box<dyn Read + Send>;

/// A bundle that can be read again and again.
#[derive(Debug)]
pub(crate) struct Carried {
    source: Source,
    /// What people call it.
    name: String,
}

#[derive(Debug)]
enum Source {
    Binary(PathBuf),
    Spool(File),
    Text(Arc<[u8]>),
}

impl Carried {
    /// Looks at a file and finds out which form it has.
    pub(crate) fn at(path: &Path) -> Result<Self, CommandError> {
        let source = if bundle_file::is_binary(path)? {
            Source::Binary(path.to_owned())
        } else {
            let bytes = public_file::read_armored(path, Kind::PublicBundle)?;
            Source::Text(bytes.into())
        };
        Ok(Self { source, name: path.display().to_string() })
    }

    /// Asks the own node for all that it holds, or for what was decided only.
    pub(crate) fn from_node(
        settings: &Settings,
        logs: bool,
        context: &Context,
    ) -> Result<Self, CommandError> {
        let language = context.ui.texts.language().code().to_owned();
        let request = v1::ExportRequest { logs, language };
        let unwritten = |error| Failure::write(&std::env::temp_dir(), error);
        let spool = tempfile::tempfile().map_err(unwritten)?;
        let mut out = BufWriter::new(spool);
        client::wait(async {
            let channel = client::own_node(settings).await?;
            let mut node =
                AdminClient::new(channel).max_decoding_message_size(client::MESSAGE_BYTES_MAX);
            let refused = |status| CommandError::from(client::refused(&status));
            let mut pieces = node.export(request).await.map_err(refused)?.into_inner();
            out.write_all(FIRST_LINE).map_err(unwritten)?;
            while let Some(piece) = pieces.message().await.map_err(refused)? {
                out.write_all(&bundle::piece_to_bytes(&piece)).map_err(unwritten)?;
            }
            Ok(())
        })?;
        let spool = out.into_inner().map_err(|error| unwritten(error.into_error()))?;
        Ok(Self { source: Source::Spool(spool), name: settings.socket().display().to_string() })
    }

    /// Reads it from the start.
    pub(crate) fn begin(&self) -> Result<Reader<Input>, ReadBundleError> {
        let opened = match &self.source {
            Source::Binary(path) => File::open(path).map(boxed),
            Source::Spool(file) => rewound(file).map(boxed),
            Source::Text(bytes) => {
                let input: Input = Box::new(Cursor::new(Arc::clone(bytes)));
                Ok(input)
            }
        };
        Reader::begin(opened.map_err(ReadBundleError::Read)?)
    }

    /// Reads it from the start, and says in our words why it cannot be.
    pub(crate) fn open(&self) -> Result<Reader<Input>, CommandError> {
        Ok(self.begin().map_err(|error| self.refused(error))?)
    }

    /// Returns the founding that it builds on: its own, or that of the own node.
    pub(crate) fn founded(&self, context: &Context) -> Result<Founded, CommandError> {
        let head = self.open()?.head().clone();
        let gathering = match head.genesis {
            Some(genesis) => Some(genesis),
            None => own_genesis(context)?.filter(|it| it.id() == head.coalition),
        };
        let lacking = || {
            let message = Message::new("cli-bundle-no-genesis").word("path", &self.name);
            Failure::new(Exit::Invalid, message).hint(Message::new("cli-bundle-ask-again"))
        };
        let gathering = gathering.ok_or_else(lacking)?;
        Ok(gathering.into_founded().map_err(|_| {
            let message = Message::new("cli-bundle-genesis").word("path", &self.name);
            Failure::new(Exit::Verification, message)
        })?)
    }

    /// Judges all that is in it.
    pub(crate) fn audited(&self, founded: &Founded) -> Result<Audited, CommandError> {
        audit::whole(founded, || self.begin()).map_err(|error| match error {
            AuditError::Read(error) => self.refused(error).into(),
            AuditError::TooMuch => {
                let message = Message::new("cli-bundle-too-much").word("path", &self.name);
                Failure::new(Exit::Invalid, message).into()
            }
        })
    }

    /// Says why it cannot be read.
    pub(crate) fn refused(&self, error: ReadBundleError) -> Failure {
        let (exit, id) = match &error {
            ReadBundleError::Genesis(_) => (Exit::Verification, "cli-bundle-genesis"),
            ReadBundleError::OtherKind => (Exit::Invalid, "cli-bundle-other-kind"),
            ReadBundleError::Decode(_) | ReadBundleError::Headless | ReadBundleError::Read(_) => {
                (Exit::Invalid, "cli-bundle-damaged")
            }
        };
        Failure::new(exit, Message::new(id).word("path", &self.name))
            .because(error)
            .hint(Message::new("cli-bundle-ask-again"))
    }
}

/// Returns the genesis of the own node, if there is a node here.
pub(crate) fn own_genesis(
    context: &Context,
) -> Result<Option<flotilla_domain::genesis::Gathering>, CommandError> {
    match context.settings() {
        Ok(settings) if settings.genesis().exists() => coalition::own(&settings).map(Some),
        Ok(_) | Err(_) => Ok(None),
    }
}

fn boxed(file: File) -> Input {
    Box::new(BufReader::new(file))
}

fn rewound(file: &File) -> io::Result<File> {
    let mut file = file.try_clone()?;
    file.rewind()?;
    Ok(file)
}
