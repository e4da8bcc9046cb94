//! The words of a fingerprint, to be heard by telephone.
//!
//! Six words of the lists that recovery sheets use (BIP 39), always in both languages: who reads them
//! out and who compares them need not have chosen the same one. The digits say more (99 bits; the
//! words 66), the words are harder to mishear.

use flotilla_domain::key::Fingerprint;
use serde::Serialize;

/// The words of one fingerprint in both languages.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    /// In English.
    pub(crate) en: String,
    /// In French.
    pub(crate) fr: String,
}

impl Words {
    /// Returns the words of `fingerprint`.
    pub(crate) fn of(fingerprint: &Fingerprint) -> Self {
        let list = |language: bip39::Language| {
            let words = fingerprint.spoken().map(|number| {
                language.word_list().get(usize::from(number)).copied().unwrap_or_default()
            });
            words.join(" ")
        };
        Self { en: list(bip39::Language::English), fr: list(bip39::Language::French) }
    }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::key::SigningKey;
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn each_language_has_six_words_for_the_same_numbers() {
        let fingerprint = SigningKey::from_seed(&Zeroizing::new([1; 32])).public().fingerprint();
        let words = Words::of(&fingerprint);
        for (language, words) in
            [(bip39::Language::English, words.en), (bip39::Language::French, words.fr)]
        {
            let number = |word: &str| language.word_list().iter().position(|it| *it == word);
            let read: Vec<u16> =
                words.split(' ').map(|it| number(it).unwrap().try_into().unwrap()).collect();
            assert_eq!(read, fingerprint.spoken());
        }
    }
}
