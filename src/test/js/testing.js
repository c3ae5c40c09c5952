/** What each test came to, in their order: { name, failure }, where no failure is null. */
export const results = [];

/** Runs a test at once: its name is the sentence that is true when it passes. */
export function test(name, run) {
  try {
    run();
    results.push({ name, failure: null });
  } catch (failure) {
    results.push({ name, failure: String(failure.stack ?? failure) });
  }
}

/** Fails unless both are the same value, or objects of the same values in the same order. */
export function equal(actual, expected) {
  const [is, shouldBe] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== shouldBe) throw new Error(`is ${is}, should be ${shouldBe}`);
}
