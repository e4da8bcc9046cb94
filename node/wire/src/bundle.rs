//! Signed objects in a file, for USB sticks and e-mail: the frames of a session, and whose they are.
//!
//! ```text
//! FLOTILLA BUNDLE 1\n
//! length, BundlePiece (head)  length, BundlePiece (frame)  length, BundlePiece (frame)  …
//! ```
//!
//! - **Nothing is believed because it is in the file**: what is read is `Received`, as from a peer.
//! - **Only what answers no question is carried**: entries, proofs, statements and what is decided.
//! - **A piece of a later version is skipped**; a file that ends within a piece is an error.
//! - **What a file says it is about decides nothing**: it saves its reader from typing an id.

use std::io;
use std::io::Read;
use std::io::Write;

use flotilla_domain::genesis::Gathering;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_proto::v1;
use flotilla_proto::v1::bundle_piece;
use prost::Message;

use crate::error;
use crate::error::DecodeError;
use crate::frames;
use crate::genesis;
use crate::genesis::ReadGenesisError;

/// What a file begins with.
pub const FIRST_LINE: &[u8] = b"FLOTILLA BUNDLE 1\n";

/// The most bytes of one piece: a genesis of 1 MiB with the signatures of all founders.
pub const PIECE_BYTES_MAX: usize = 4 << 20;

/// The most bytes of a length: 28 bits are more than a piece may have.
const LENGTH_BYTES_MAX: usize = 4;

/// Whose objects a bundle holds.
#[derive(Clone, Debug)]
pub struct Head {
    /// The coalition.
    pub coalition: CoalitionId,
    /// What its founders signed, if it comes along.
    pub genesis: Option<Gathering>,
}

/// One piece of a bundle.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Objects, and what could not be decoded of them.
    Frame(Arrival),
    /// Whose objects follow.
    Head(Box<Head>),
}

/// Why a bundle was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadBundleError {
    /// A piece is malformed.
    #[error("a piece of the bundle is malformed")]
    Decode(#[source] DecodeError),
    /// The genesis in it does not hold.
    #[error("the genesis in the bundle does not hold")]
    Genesis(#[source] ReadGenesisError),
    /// The first piece does not say whose objects follow, or a later one does.
    #[error("a bundle says first, and once, whose objects it holds")]
    Headless,
    /// It does not begin like a bundle.
    #[error("the file is not a bundle")]
    OtherKind,
    /// It cannot be read, or ends too soon.
    #[error("the bundle cannot be read to its end")]
    Read(#[source] io::Error),
}

/// Writes a bundle.
#[derive(Debug)]
pub struct Writer<W>(W);

/// Reads a bundle; gives its pieces after the head.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    head: Head,
    subject: Option<EntryId>,
    skipped: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a bundle.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written.
    pub fn begin(mut out: W, head: &Head) -> io::Result<Self> {
        out.write_all(FIRST_LINE)?;
        let mut writer = Self(out);
        writer.piece(&head_to_wire(head))?;
        Ok(writer)
    }

    /// Adds a frame.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written.
    pub fn frame(&mut self, frame: Frame) -> io::Result<()> {
        self.piece(&frame_to_wire(frame))
    }

    /// Says which entry the bundle was made to prove.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written.
    pub fn subject(&mut self, entry: EntryId) -> io::Result<()> {
        let subject = v1::BundleSubject { entry_id: entry.0.as_bytes().to_vec() };
        self.piece(&v1::BundlePiece { piece: Some(bundle_piece::Piece::Subject(subject)) })
    }

    /// Adds a piece as it came from a node.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written.
    pub fn piece(&mut self, piece: &v1::BundlePiece) -> io::Result<()> {
        self.0.write_all(&piece_to_bytes(piece))
    }

    /// Gives back what was written to.
    pub fn finish(self) -> W {
        self.0
    }
}

impl<R: Read> Reader<R> {
    /// Reads the first line and the head.
    ///
    /// # Errors
    ///
    /// Fails if the input is not a bundle.
    pub fn begin(mut input: R) -> Result<Self, ReadBundleError> {
        let mut line = [0; FIRST_LINE.len()];
        input.read_exact(&mut line).map_err(|_| ReadBundleError::OtherKind)?;
        if line != FIRST_LINE {
            return Err(ReadBundleError::OtherKind);
        }
        let first = next(&mut input)?.map(from_wire).transpose()?.flatten();
        match first {
            Some(Piece::Head(head)) => Ok(Self { input, head: *head, subject: None, skipped: 0 }),
            _ => Err(ReadBundleError::Headless),
        }
    }

    /// Returns whose objects it holds.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the entry that it says it was made to prove, as far as it has been read.
    pub fn subject(&self) -> Option<EntryId> {
        self.subject
    }

    /// Returns the next piece as it stands, for a node; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if it is malformed or torn.
    pub fn piece(&mut self) -> Result<Option<v1::BundlePiece>, ReadBundleError> {
        let piece = next(&mut self.input)?;
        if let Some(bundle_piece::Piece::Subject(v1::BundleSubject { entry_id })) =
            piece.as_ref().and_then(|it| it.piece.as_ref())
        {
            let id = error::hash(entry_id, "entry_id").map_err(ReadBundleError::Decode)?;
            self.subject = Some(EntryId(id));
        }
        Ok(piece)
    }

    /// Returns the next objects; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails if a piece is malformed or torn.
    pub fn arrival(&mut self) -> Result<Option<Arrival>, ReadBundleError> {
        while let Some(wire) = self.piece()? {
            let is_subject = matches!(wire.piece, Some(bundle_piece::Piece::Subject(_)));
            match from_wire(wire)? {
                Some(Piece::Frame(arrival)) => return Ok(Some(arrival)),
                Some(Piece::Head(_)) => return Err(ReadBundleError::Headless),
                None if is_subject => (),
                None => self.skipped = self.skipped.saturating_add(1),
            }
        }
        Ok(None)
    }

    /// Returns how many pieces of a later version [`Reader::arrival`] passed over so far.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }
}

/// Returns a piece as it stands in a file, after the first line: its length, then its bytes.
pub fn piece_to_bytes(piece: &v1::BundlePiece) -> Vec<u8> {
    piece.encode_length_delimited_to_vec()
}

/// Converts a head for a node or a file.
pub fn head_to_wire(head: &Head) -> v1::BundlePiece {
    let Head { coalition, genesis } = head;
    let head = v1::BundleHead {
        coalition_id: coalition.0.as_bytes().to_vec(),
        genesis: genesis.as_ref().map(genesis::to_wire),
    };
    v1::BundlePiece { piece: Some(bundle_piece::Piece::Head(head)) }
}

/// Converts a frame for a node or a file.
pub fn frame_to_wire(frame: Frame) -> v1::BundlePiece {
    v1::BundlePiece { piece: Some(bundle_piece::Piece::Frame(frames::to_wire(frame))) }
}

/// Converts a piece that came from a node or a file; `None` if it is of a kind that we do not know.
///
/// # Errors
///
/// Fails if it is malformed, or is a frame that only makes sense in a session.
pub fn from_wire(wire: v1::BundlePiece) -> Result<Option<Piece>, ReadBundleError> {
    match wire.piece {
        None | Some(bundle_piece::Piece::Subject(_)) => Ok(None),
        Some(bundle_piece::Piece::Head(v1::BundleHead { coalition_id, genesis })) => {
            let coalition = error::hash(&coalition_id, "coalition_id");
            let coalition = CoalitionId(coalition.map_err(ReadBundleError::Decode)?);
            let genesis = genesis.map(genesis::from_wire).transpose();
            let genesis = genesis.map_err(ReadBundleError::Genesis)?;
            if genesis.as_ref().is_some_and(|genesis| genesis.id() != coalition) {
                return Err(ReadBundleError::Decode(error::field("coalition_id")));
            }
            Ok(Some(Piece::Head(Box::new(Head { coalition, genesis }))))
        }
        Some(bundle_piece::Piece::Frame(wire)) => {
            let arrival = frames::from_wire(wire).map_err(ReadBundleError::Decode)?;
            match arrival {
                Some(arrival) if !is_carried(&arrival.frame) => {
                    Err(ReadBundleError::Decode(error::field("frame")))
                }
                arrival => Ok(arrival.map(Piece::Frame)),
            }
        }
    }
}

/// Returns whether a frame holds signed objects, and needs no session around it.
fn is_carried(frame: &Frame) -> bool {
    match frame {
        Frame::Documents(_)
        | Frame::Entries(_)
        | Frame::ForkProofs(_)
        | Frame::Governance(..)
        | Frame::HeadStatements(_)
        | Frame::Retractions(_)
        | Frame::Votes(_) => true,
        Frame::Announce(_)
        | Frame::Ask(_)
        | Frame::Credit(_)
        | Frame::Hello(_)
        | Frame::Introduction(_)
        | Frame::Register(_)
        | Frame::Told(..)
        | Frame::Want(_) => false,
    }
}

/// Reads the next piece; `None` where the input ends.
fn next(input: &mut impl Read) -> Result<Option<v1::BundlePiece>, ReadBundleError> {
    let Some(length) = length(input)? else { return Ok(None) };
    if length > PIECE_BYTES_MAX {
        return Err(ReadBundleError::Decode(DecodeError::TooLarge { max: PIECE_BYTES_MAX }));
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    let read = input.take(limit).read_to_end(&mut bytes).map_err(ReadBundleError::Read)?;
    if read < length {
        return Err(ReadBundleError::Read(io::ErrorKind::UnexpectedEof.into()));
    }
    let piece = v1::BundlePiece::decode(bytes.as_slice());
    let malformed = |_| ReadBundleError::Decode(DecodeError::Encoding { what: "piece" });
    piece.map(Some).map_err(malformed)
}

/// Reads a length as protobuf writes it: seven bits a byte, the lowest first.
fn length(input: &mut impl Read) -> Result<Option<usize>, ReadBundleError> {
    let mut bytes = Vec::new();
    while bytes.len() < LENGTH_BYTES_MAX {
        let mut byte = [0];
        match input.read(&mut byte) {
            Ok(0) if bytes.is_empty() => return Ok(None),
            Ok(0) => return Err(ReadBundleError::Read(io::ErrorKind::UnexpectedEof.into())),
            Ok(_) => bytes.extend(byte),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(ReadBundleError::Read(error)),
        }
        if byte[0] < 0x80 {
            break;
        }
    }
    let length = prost::decode_length_delimiter(bytes.as_slice());
    let malformed = |_| ReadBundleError::Decode(DecodeError::Encoding { what: "length" });
    length.map(Some).map_err(malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = bundle(&[votes(), votes()]);
        let mut reader = Reader::begin(bytes.as_slice()).unwrap();
        assert_eq!(reader.head().coalition, Sample::new(3).roster().coalition());
        let mut found = 0;
        while let Some(arrival) = reader.arrival().unwrap() {
            assert!(matches!(&arrival.frame, Frame::Votes(votes) if votes.len() == 2));
            found += 1;
        }
        assert_eq!(found, 2);
    }

    #[test]
    fn what_it_was_made_to_prove_is_told_once_it_was_read() {
        let coalition = Sample::new(3).roster().coalition();
        let mut writer = Writer::begin(Vec::new(), &Head { coalition, genesis: None }).unwrap();
        writer.subject(EntryId(coalition.0)).unwrap();
        writer.frame(votes()).unwrap();
        let bytes = writer.finish();
        let mut reader = Reader::begin(bytes.as_slice()).unwrap();
        assert!(matches!(reader.arrival().unwrap().unwrap().frame, Frame::Votes(_)));
        assert_eq!(reader.subject(), Some(EntryId(coalition.0)));
    }

    #[test]
    fn a_torn_bundle_is_noticed_wherever_it_is_torn() {
        let bytes = bundle(&[votes()]);
        let whole = bundle(&[]).len();
        for length in (0..bytes.len()).filter(|length| *length != whole) {
            let torn = bytes.get(..length).unwrap();
            let read = Reader::begin(torn).and_then(|mut reader| reader.arrival());
            assert!(read.is_err(), "{length} bytes are a bundle");
        }
    }

    #[test]
    fn a_question_is_not_carried_in_a_file() {
        let bytes = bundle(&[Frame::Credit(1 << 40)]);
        let mut reader = Reader::begin(bytes.as_slice()).unwrap();
        assert!(matches!(reader.arrival(), Err(ReadBundleError::Decode(_))));
    }

    #[test]
    fn a_giant_is_refused_before_it_is_read() {
        let mut bytes = bundle(&[]);
        bytes.extend([0xff, 0xff, 0xff, 0x7f]);
        let mut reader = Reader::begin(bytes.as_slice()).unwrap();
        let refused = reader.arrival().unwrap_err();
        assert!(matches!(refused, ReadBundleError::Decode(DecodeError::TooLarge { .. })));
    }

    fn bundle(frames: &[Frame]) -> Vec<u8> {
        let coalition = Sample::new(3).roster().coalition();
        let mut writer = Writer::begin(Vec::new(), &Head { coalition, genesis: None }).unwrap();
        frames.iter().for_each(|frame| writer.frame(frame.clone()).unwrap());
        writer.finish()
    }

    fn votes() -> Frame {
        let sample = Sample::new(3);
        let entry = sample.proposal(0, Vec::new());
        Frame::Votes(vec![sample.approval(0, &entry), sample.approval(1, &entry)])
    }
}
