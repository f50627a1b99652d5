//! Writes the seeds of a target where a fuzzer looks for them: `seeds TARGET FOLDER`.

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, name, folder] = arguments.as_slice() else {
        panic!("seeds TARGET FOLDER");
    };
    let target = pingyi_fuzz::target::target(name).expect("a target");
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder).expect("the folder");
    for (index, seed) in (target.seeds)().iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{index}")), seed).expect("the seed");
    }
}
