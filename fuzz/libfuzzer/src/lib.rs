//! One macro that makes a target of the table a libFuzzer program: our mutation, libFuzzer's, or both.

pub use libfuzzer_sys;
use pingyi_fuzz::random::Random;
use pingyi_fuzz::target::{Target, target};

/// The target with this name.
pub fn named(name: &str) -> &'static Target {
    target(name).expect("a target of the table")
}

/// Mutates in place; the answer is the new size.
pub fn mutate(target: &Target, data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut random = Random::new(seed.into());
    if random.once_in(3) {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let mut input = data[..size].to_vec();
    (target.mutate)(&mut input, &mut random);
    input.truncate(most);
    data[..input.len()].copy_from_slice(&input);
    input.len()
}

/// Makes the program of the target with this name.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        use $crate::libfuzzer_sys::{self, fuzz_mutator, fuzz_target};

        fuzz_target!(|data: &[u8]| {
            ($crate::named($name).run)(data);
        });

        fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::mutate($crate::named($name), data, size, max_size, seed)
        });
    };
}
