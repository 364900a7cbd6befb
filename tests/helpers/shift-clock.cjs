/** Loaded into a child process before anything else: its clock goes KARTRA_TEST_CLOCK_SHIFT_MS ahead of the real one. */
const shift = Number(process.env.KARTRA_TEST_CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + shift;
  }
};
