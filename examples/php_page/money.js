// Decimal figures as whole numbers (BigInt), rounded as the server rounds them: half away from zero. What is computed
// here only stands on the screen until the server's own figures replace it.

// The company's currency: as people write it, its ISO 4217 code, and its decimals.
export const CURRENCY = "ج.م";
export const CURRENCY_CODE = "EGP";
const DECIMALS = 2;

// People type ٣٫٥ as well as 3.5.
export function westernDigits(text) {
  return text.trim().replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660).replace("٫", ".").replaceAll("٬", "");
}

// "12.5" as 1250n with two decimals; null for what is no number, and for more decimals than that.
function units(value, decimals) {
  const found = /^(-?)(\d{1,15})(?:\.(\d*))?$/.exec(westernDigits(String(value)));
  const fraction = found?.[3] ?? "";
  if (!found || fraction.length > decimals) return null;
  return BigInt(found[1] + found[2] + fraction.padEnd(decimals, "0"));
}

const rounded = (value, divisor) => (value + (value < 0n ? -divisor : divisor) / 2n) / divisor;

export const amount = (value) => units(value, DECIMALS);
export const quantity = (value) => units(value, 4);

// What a part of a line is worth that came to value as a whole; part and whole are quantities.
export const shareOf = (value, part, whole) => rounded(value * part, whole);

// 1234567n as "12,345.67"
export function inWords(value) {
  const digits = String(value < 0n ? -value : value).padStart(DECIMALS + 1, "0");
  const whole = digits.slice(0, -DECIMALS).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0n ? "-" : ""}${whole}.${digits.slice(-DECIMALS)}`;
}

// A figure that has its own number of decimals, such as a price: 1234.5 as "1,234.5".
export const plainly = (value, fewest = 0) => Number(value).toLocaleString("en", { minimumFractionDigits: fewest, maximumFractionDigits: 6 });

// 1234.5 dinars as "1,234.500 KWD": an amount of another currency, with that one's decimals as the browser knows them, and what came beyond.
export const inCurrency = (value, code) => `${plainly(value, decimalsOf(code))} ${code}`;
const decimalsOf = (code) => new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions().maximumFractionDigits;
