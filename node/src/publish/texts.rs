//! Practice records and responses, on their way to a preview.
//!
//! - **The record that a response is about is looked up here**: whoever hands it over names the entry only,
//!   so a response cannot claim to be about something else.
//! - **The same again changes nothing**: it is told when, and as which entry, it was published.

use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::practice;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::held::Held;
use flotilla_domain::response;
use flotilla_domain::response::Response;
use flotilla_gate::practice::Author;
use flotilla_gate::practice::HoldablePractice;
use flotilla_gate::practice::Reading;
use flotilla_gate::response::Subject;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use super::Prepared;
use super::Preview;
use super::PublishError;
use super::Published;
use super::Publisher;
use super::communities;
use super::preview::Already;
use super::seal::SealError;
use super::seal::Sealable;
use crate::entropy;
use crate::judge::JudgeError;

impl Publisher {
    /// Reads a practice record and shows what would be published, and what its author is asked about
    /// it; `confirmed` quotes what is not personal. Signs nothing.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with the file, or if the log cannot be read.
    pub async fn prepare_practice(
        &self,
        file: &[u8],
        confirmed: &[String],
    ) -> Result<Preview, PublishError> {
        let text = String::from_utf8_lossy(file);
        let Published { after_seq, shelf, .. } = self.published().await?;
        let (id, roster) = (self.new_id()?, self.roster());
        let author = Author { confirmed, names: None, shelf: None };
        let read = |author| flotilla_gate::practice::read(&text, roster.catalogue(), author);
        // A record that is out already is wrong only if it says something else.
        if let Ok(reading) = read(Author::default())
            && let Some((entry, _)) = shelf.current(&reading.practice().fields().id)
            && let Some((Content::Practice(said), already)) = self.said(entry).await?
            && is_same_record(reading.practice(), &self.whole(*said).await)
        {
            return Ok(Preview::of_same_text(id, already, roster.len()));
        }
        let author = Author { shelf: Some(&shelf), ..author };
        let reading = read(author).map_err(PublishError::Problems)?;
        let preview = Preview::of_practice(id, &reading, roster.len());
        communities::check_practice(reading.practice(), &roster).map_err(PublishError::Problems)?;
        let content = match reading {
            Reading::Asks { .. } => None,
            Reading::Passes { practice, .. } => Some(Sealable::Practice(practice)),
            Reading::Stays { practice, .. } => Some(carded(&practice)?),
        };
        if let Some(content) = content {
            let (contents, disowned) = (vec![content], Vec::new());
            self.keep(Prepared { id, after_seq, contents, disowned });
        }
        Ok(preview)
    }

    /// Keeps what of `contents` stays here, and returns when that is durable: only then is a card signed.
    pub(super) async fn keep_at_home(&self, contents: &[Sealable]) -> Result<(), PublishError> {
        for content in contents {
            let Sealable::Held(card, payload) = content else { continue };
            let Some(named) = card.practice().fields().held else { continue };
            let kept = self.held.keep(named, payload.clone()).await;
            kept.map_err(|error| PublishError::Seal(SealError::Keep(error)))?;
        }
        Ok(())
    }

    /// Returns the record that a card of our own stands for, if it is one; else what was said. Where that
    /// is lost or damaged, nothing says the same: another version may take its place.
    async fn whole(&self, said: Practice) -> Practice {
        let Some(named) = said.fields().held else { return said };
        let payload = self.held.read(named).await.ok().flatten();
        let home = payload.and_then(|it| payload::unpack_at_home(&it).ok());
        home.map_or(said, |home| home.practice().clone())
    }

    /// Reads a response to the practice record of the entry `about`, as [`Publisher::prepare_practice`]
    /// reads a record. Signs nothing.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with it, or if the log cannot be read.
    pub async fn prepare_response(
        &self,
        about: EntryId,
        file: &[u8],
        confirmed: &[String],
    ) -> Result<Preview, PublishError> {
        let text = String::from_utf8_lossy(file);
        let Published { after_seq, shelf, .. } = self.published().await?;
        let (id, roster) = (self.new_id()?, self.roster());
        let record = match self.said(about).await? {
            Some((Content::Practice(practice), by)) => Some((practice, by)),
            _ => None,
        };
        let subject = Subject {
            entry: about,
            practice: record.as_ref().map(|(practice, _)| &**practice),
            is_own: record.as_ref().is_some_and(|(_, by)| Some(by.member) == self.member()),
        };
        let author = Author { confirmed, names: None, shelf: None };
        let reading = flotilla_gate::response::read(&text, subject, roster.catalogue(), author);
        let reading = reading.map_err(PublishError::Problems)?;
        let said = reading.response().fields();
        let before = shelf.said(&said.practice, said.statement);
        if let Some(before) = before
            && let Some((Content::Response(held), already)) = self.said(before).await?
            && is_same_response(reading.response(), &held)
        {
            return Ok(Preview::of_same_text(id, already, roster.len()));
        }
        let note = |entry| Message::new("node-response-replaces").word("id", entry);
        let mut preview = Preview::of_response(id, &reading, roster.len());
        preview.practice = record.map(|(practice, _)| *practice);
        preview.notes.extend(before.map(note));
        if let Some(response) = reading.passed() {
            let contents = vec![Sealable::Response(Box::new(response))];
            self.keep(Prepared { id, after_seq, contents, disowned: Vec::new() });
        }
        Ok(preview)
    }

    /// Returns what an entry says that this node holds, and who published it when.
    pub(super) async fn said(
        &self,
        id: EntryId,
    ) -> Result<Option<(Content, Already)>, PublishError> {
        let read = self.ledger.entry(id).await;
        let Some(entry) = read.map_err(|it| PublishError::History(JudgeError::Log(it)))? else {
            return Ok(None);
        };
        let Entry { header, payload } = entry.value();
        let content = payload.bytes().and_then(|it| payload::unpack(header.kind, it).ok());
        let already = Already { entry: id, member: header.member, created_ms: header.created_ms };
        Ok(content.map(|content| (content, already)))
    }
}

/// Packs what stays here, and the card that names it.
fn carded(practice: &HoldablePractice) -> Result<Sealable, PublishError> {
    let unfit = |_| PublishError::Seal(SealError::Altered);
    let salt = entropy::bytes().map_err(PublishError::Entropy)?;
    let payload = payload::pack_at_home(practice.home(), salt);
    let payload = payload.map_err(|error| PublishError::Seal(SealError::Encode(error)))?;
    let named = Held::of(&payload).ok_or(PublishError::Seal(SealError::Altered))?;
    let card = practice.card(named).map_err(unfit)?;
    Ok(Sealable::Held(Box::new(card), payload))
}

/// Returns whether two records say the same, whatever their authors confirmed.
fn is_same_record(one: &Practice, other: &Practice) -> bool {
    let said = |it: &Practice| practice::Fields { confirmed: Vec::new(), ..it.fields().clone() };
    said(one) == said(other)
}

/// Returns whether two responses say the same, whatever their authors confirmed.
fn is_same_response(one: &Response, other: &Response) -> bool {
    let said = |it: &Response| response::Fields { confirmed: Vec::new(), ..it.fields().clone() };
    said(one) == said(other)
}
