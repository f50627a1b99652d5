#![no_main]
pingyi_libfuzzer::target!("ceremony");
