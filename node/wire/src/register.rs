//! What is exchanged before anything else: `flotilla.v1.Register` and the frames that answer it.
//!
//! Of governance entries, documents and votes a bad one does not hide the others: they are converted
//! one by one, and whoever reads a frame counts what does not decode against the peer.

use flotilla_domain::session::register::REGISTER_MAX;
use flotilla_domain::session::register::Register;
use flotilla_domain::session::register::VOTES_MAX;
use flotilla_domain::signed::Received;
use flotilla_proto::v1;

use crate::document;
use crate::error::DecodeError;
use crate::error::field;

/// Converts a register for the peer.
pub fn to_wire(register: &Register) -> v1::Register {
    v1::Register { known: register.names().map(|name| name.to_vec()).collect() }
}

/// Converts a register that came from the peer.
///
/// # Errors
///
/// Fails if it lists too much, is out of order, or a name is malformed.
pub fn from_wire(wire: v1::Register) -> Result<Register, DecodeError> {
    let v1::Register { known } = wire;
    if known.len() > REGISTER_MAX {
        return Err(DecodeError::TooLarge { max: REGISTER_MAX });
    }
    let names = known.iter().map(|name| name.as_slice().try_into().map_err(|_| field("known")));
    let names: Vec<[u8; 16]> = names.collect::<Result<_, _>>()?;
    Register::new(&names).ok_or_else(|| field("known"))
}

/// Converts objects for the peer: exactly the bytes that were signed.
pub fn objects_to_wire<T>(objects: &[Received<T>]) -> Vec<v1::Signed> {
    objects.iter().map(|object| document::signed_to_wire(object.signed())).collect()
}

/// Converts objects that came from the peer, each with `convert`: [`crate::governance::from_wire`],
/// [`crate::governance::vote_from_wire`] or [`crate::document::from_wire`].
///
/// # Errors
///
/// Fails if there are too many for one frame.
pub fn objects_from_wire<T>(
    wire: Vec<v1::Signed>,
    convert: impl Fn(v1::Signed) -> Result<Received<T>, DecodeError>,
) -> Result<impl Iterator<Item = Result<Received<T>, DecodeError>>, DecodeError> {
    if wire.len() > VOTES_MAX {
        return Err(DecodeError::TooLarge { max: VOTES_MAX });
    }
    Ok(wire.into_iter().map(convert))
}
