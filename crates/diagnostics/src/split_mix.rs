//! [`SplitMix64`]: a generator that anybody can write down again.

/// The generator SplitMix64 (Steele, Lea and Flood 2014).
///
/// The state grows by `0x9E3779B97F4A7C15` modulo 2⁶⁴; a number is the state, mixed: `z ^= z >> 30`,
/// `z *= 0xBF58476D1CE4E5B9`, `z ^= z >> 27`, `z *= 0x94D049BB133111EB`, `z ^= z >> 31`. It is for drawing samples that
/// can be repeated, not for secrets.
///
/// ```
/// use pingyi_diagnostics::SplitMix64;
/// let mut numbers = SplitMix64::new(1_234_567);
/// assert_eq!(numbers.draw(), 6_457_827_717_110_365_317);
/// assert_eq!(numbers.draw(), 3_203_168_211_198_807_973);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`: ⌊number · count / 2⁶⁴⌋.
    pub fn below(&mut self, count: usize) -> usize {
        let product = u128::from(self.draw()) * count as u128;
        usize::try_from(product >> 64).unwrap_or_default()
    }
}
