#![no_main]
pingyi_libfuzzer::target!("hints");
