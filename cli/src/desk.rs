//! Where a member speaks for itself: who it is, what it knows, its admin key, and the way out.
//!
//! ```text
//!  write bodies ─> admin key here:       signed ─> State::insert ─> own node, or a file (--out)
//!               └> admin key elsewhere:  a draft (--draft), for `flotilla sign`
//! ```
//!
//! - **The admin key is opened last**, after everything was shown and agreed to, and never leaves.
//! - **What was signed goes through the same door as a stranger's** before it goes out.
//! - **Where it goes is settled first**, so that nobody signs for nothing.

use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Outcome;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;

use crate::admin_key;
use crate::args::shared::Signing;
use crate::bundle_file;
use crate::context::Context;
use crate::draft::Decoded;
use crate::draft::Draft;
use crate::draft::Unsigned;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::handover;
use crate::minutes::Minutes;
use crate::minutes::Source;
use crate::new_files;
use crate::prompt;
use crate::sentences::Teller;

/// A member at its desk.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    /// Whom it talks to.
    pub(crate) context: &'a Context,
    /// What was decided.
    pub(crate) minutes: Minutes,
    /// Who it is, with its document in force.
    pub(crate) me: Member,
    args: &'a Signing,
    /// The admin key, where it had to be opened to know whose it is.
    key: Option<SigningKey>,
}

/// What became of what was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Spoken {
    /// It waits for its signature.
    Drafted,
    /// It is signed, and on its way.
    Signed,
}

impl<'a> Desk<'a> {
    /// Sits down: reads what was decided, and finds out who this is.
    pub(crate) fn open(args: &'a Signing, context: &'a Context) -> Result<Self, CommandError> {
        Self::check_ways_out(args)?;
        let minutes = Minutes::read(&args.from, context)?;
        let named = context.settings().ok().map(|settings| settings.handle);
        let me = named.and_then(|it| minutes.state.roster().member_by_handle(&it).cloned());
        let (me, key) = match me {
            Some(me) => (me, None),
            None if args.draft.is_some() => return Err(nobody()),
            // On the computer of the admin there may be nothing but the admin key.
            None => {
                let key = open_key(args, context)?;
                (owner(&minutes, &key.public())?, Some(key))
            }
        };
        Ok(Self { context, minutes, me, args, key })
    }

    /// Sits down as `me`, whose admin key is not the one in the folder.
    pub(crate) fn at(
        minutes: Minutes,
        me: Member,
        args: &'a Signing,
        context: &'a Context,
    ) -> Self {
        Self { context, minutes, me, args, key: None }
    }

    /// Refuses to begin where what is signed could not go out.
    pub(crate) fn check_ways_out(args: &Signing) -> Result<(), CommandError> {
        let ends = args.out.is_some() || args.draft.is_some();
        if !args.from.bundle.is_empty() && !ends {
            let failure = Failure::new(Exit::Usage, Message::new("cli-out-missing"));
            return Err(failure.hint(Message::new("cli-hint-out")).into());
        }
        let there = args.out.iter().chain(&args.draft).find(|path| path.exists());
        there.map_or(Ok(()), |path| Err(new_files::exists(path)))
    }

    /// Opens the admin key, unless it is elsewhere.
    pub(crate) fn unlock(&mut self) -> Result<(), CommandError> {
        if self.key.is_none() && self.args.draft.is_none() {
            self.key = Some(open_key(self.args, self.context)?);
        }
        Ok(())
    }

    /// Returns who tells what was decided.
    pub(crate) fn teller(&self) -> Teller<'_> {
        Teller { texts: &self.context.ui.texts, state: Some(&self.minutes.state) }
    }

    /// Tells sentences that must be seen.
    pub(crate) fn insist(&self, sentences: &[String]) {
        sentences.iter().for_each(|sentence| self.context.ui.insist_text(sentence));
    }

    /// Tells what `write` writes, asks for consent, signs it and sends it on its way.
    pub(crate) fn speak(
        &mut self,
        question: &Message,
        write: impl Fn(&PublicKey) -> Vec<Unsigned>,
    ) -> Result<Spoken, CommandError> {
        let in_force = self.me.document.admin_key;
        for object in write(&in_force) {
            let decoded = object.shown().map_err(unsound)?;
            let sentences = self.teller().decoded(&decoded);
            self.insist(&sentences);
        }
        // A draft says nothing yet: consent is given where it is signed.
        if self.args.draft.is_none() {
            prompt::consent(&self.context.ui, question)?;
        }
        self.speak_on(write)
    }

    /// Signs what `write` writes and sends it on its way; consent was given.
    pub(crate) fn speak_on(
        &mut self,
        write: impl Fn(&PublicKey) -> Vec<Unsigned>,
    ) -> Result<Spoken, CommandError> {
        let coalition = self.minutes.coalition();
        if let Some(path) = &self.args.draft {
            let objects = write(&self.me.document.admin_key);
            let bytes = Draft { coalition, objects }.encode();
            bundle_file::create_text(path, &armor::encode(Kind::PublicDraft, &bytes))?;
            let ui = &self.context.ui;
            ui.done(&Message::new("cli-draft-done").word("path", path.display()));
            ui.tell(&Message::new("cli-draft-next").word("path", path.display()));
            return Ok(Spoken::Drafted);
        }
        self.unlock()?;
        let Some(key) = self.key.take() else { return Err(nobody()) };
        self.speak_with(&key, write(&key.public()))?;
        Ok(Spoken::Signed)
    }

    /// Signs `objects` with `key` and sends them on their way.
    pub(crate) fn speak_with(
        &mut self,
        key: &SigningKey,
        objects: Vec<Unsigned>,
    ) -> Result<(), CommandError> {
        let draft = Draft { coalition: self.minutes.coalition(), objects };
        if draft.key().ok() != Some(key.public()) {
            let failure = Failure::new(Exit::NotPermitted, Message::new("cli-key-superseded"));
            return Err(failure.hint(Message::new("cli-hint-key-show")).into());
        }
        let signed = draft.sign(key).map_err(unsound)?;
        for object in &signed {
            self.check(object)?;
        }
        let settings = match (&self.minutes.source, &self.args.out) {
            (Source::Node(settings), None) => Some(&**settings),
            _ => None,
        };
        let genesis = &self.minutes.genesis;
        handover::hand_over(signed, genesis, (settings, self.args.out.as_deref()), self.context)
    }

    /// Takes in what was signed, as from a stranger; refuses what would not count.
    fn check(&mut self, object: &Decoded) -> Result<(), CommandError> {
        let object = match object.clone() {
            Decoded::Document(it) => Object::Document(it),
            Decoded::Governance(it) => Object::Governance(it),
            Decoded::Vote(it) => Object::Vote(*it),
        };
        match self.minutes.state.insert(object) {
            Outcome::AlreadyHeld | Outcome::Held => Ok(()),
            Outcome::Rejected(error) => {
                let message = Message::new("cli-would-not-count");
                Err(Failure::new(Exit::Verification, message).because(error).into())
            }
            // The key speaks for nobody, as after a recovery.
            Outcome::Full | Outcome::Waiting => {
                let failure = Failure::new(Exit::NotPermitted, Message::new("cli-key-of-nobody"));
                Err(failure.hint(Message::new("cli-hint-key-show")).into())
            }
        }
    }
}

/// Opens the admin key in the folder of the member.
pub(crate) fn open_key(args: &Signing, context: &Context) -> Result<SigningKey, CommandError> {
    open_key_with(args.passphrase_file.as_deref(), context)
}

/// Opens the admin key in the folder of the member with the passphrase in `file`, or another way.
pub(crate) fn open_key_with(
    file: Option<&Path>,
    context: &Context,
) -> Result<SigningKey, CommandError> {
    let path = context.folder().join(admin_key::FILE_NAME);
    let sealed = secret_file::read_armored(&path, Kind::SecretAdminKey)?;
    let passphrase = prompt::passphrase(&context.ui, file)?;
    Ok(admin_key::open(&sealed, &passphrase).map_err(|error| {
        Failure::new(Exit::NotPermitted, Message::new("cli-key-stays-locked")).because(error)
    })?)
}

/// Returns the active member that has `key` as an admin key in any of its documents.
fn owner(minutes: &Minutes, key: &PublicKey) -> Result<Member, CommandError> {
    let state = &minutes.state;
    let has =
        |member: MemberId| state.documents_of(member).iter().any(|it| it.value().admin_key == *key);
    let mut members = state.roster().members();
    members.find(|member| has(member.id)).cloned().ok_or_else(nobody)
}

fn nobody() -> CommandError {
    Failure::new(Exit::NotPermitted, Message::new("cli-not-a-member"))
        .hint(Message::new("cli-hint-dir"))
        .into()
}

fn unsound(error: impl std::error::Error + Send + Sync + 'static) -> CommandError {
    Failure::new(Exit::Unexpected, Message::new("cli-would-not-count"))
        .because(error)
        .into()
}
