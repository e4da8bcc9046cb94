//! Two implementations of one sentence: same set of objects, same view.
//!
//! Random histories are delivered in random orders, with repeats, and with some objects withheld.
//! After every step the state that a node keeps must say what the reference model computes from the
//! set. Members equivocate in votes, entries and documents, keys are stolen, old documents return.
//!
//! `FLOTILLA_SEEDS=100000 cargo test --release -p flotilla-wire --test coalition` runs many more than
//! the usual 1,000; `FLOTILLA_SEED=n` runs one. A failing seed is printed.

#[cfg(test)]
mod exhaustive;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod made;
#[cfg(test)]
mod model;
#[cfg(test)]
mod model_logs;
#[cfg(test)]
mod rejoin;
#[cfg(test)]
mod seen;
#[cfg(test)]
mod stewards;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod story;
#[cfg(test)]
mod view;
#[cfg(test)]
mod world;
