#include "core/pricing/money.h"

#include <algorithm>
#include <charconv>

namespace gw::pricing {

namespace {

constexpr Int128 kMax = (((static_cast<Int128>(1) << 126) - 1) << 1) + 1;
constexpr int kMaxMantissaDigits = 37;   // Below 2^127.
constexpr int kMaxExponent = 1000;
constexpr int kMaxUsdDigits = 9;
constexpr Int128 kMillion = 1'000'000;

Int128 powerOfTen(int exponent) noexcept
{
    Int128 result = 1;
    while (exponent-- > 0)
        result *= 10;
    return result;
}

Error notANumber()
{
    return {.code = ErrorCode::BadRequest, .message = "not a decimal number"};
}

// A decimal taken apart: mantissa * 10^exponent.
struct Parts
{
    Int128 mantissa = 0;
    int exponent = 0;
};

std::optional<int> readExponent(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc() || end != text.data() + text.size() || text.empty() || exponent > kMaxExponent ||
        exponent < -kMaxExponent)
        return std::nullopt;
    return exponent;
}

Result<Parts> split(std::string_view text)
{
    Parts parts;
    const std::size_t mark = text.find_first_of("eE");
    if (mark != std::string_view::npos) {
        const auto exponent = readExponent(text.substr(mark + 1));
        if (!exponent)
            return notANumber();
        parts.exponent = *exponent;
        text = text.substr(0, mark);
    }
    int digits = 0;
    int trailing = 0;   // Zeros not yet multiplied in, so that long runs of them cost no digits.
    bool point = false;
    bool any = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            return notANumber();
        any = true;
        parts.exponent -= point ? 1 : 0;
        if (c == '0') {
            ++trailing;
            continue;
        }
        digits = parts.mantissa == 0 ? 1 : digits + trailing + 1;
        if (digits > kMaxMantissaDigits)
            return Error{.code = ErrorCode::BadRequest, .message = "too many digits"};
        if (parts.mantissa != 0)
            parts.mantissa *= powerOfTen(trailing);
        parts.mantissa = parts.mantissa * 10 + (c - '0');
        trailing = 0;
    }
    if (!any)
        return notANumber();
    parts.exponent += trailing;
    return parts;
}

// The digits of a number that is value * 10^-places.
std::string decimalText(Int128 value, int places)
{
    const bool negative = value < 0;
    std::string digits = toDigits(value);
    if (negative)
        digits.erase(0, 1);
    if (digits.size() <= static_cast<std::size_t>(places))
        digits.insert(0, static_cast<std::size_t>(places) + 1 - digits.size(), '0');
    const std::size_t point = digits.size() - static_cast<std::size_t>(places);
    std::string fraction = digits.substr(point);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    std::string text = negative ? "-" : "";
    text += digits.substr(0, point);
    if (!fraction.empty())
        text += '.' + fraction;
    return text;
}

}   // namespace

Result<Amount> parseAmount(std::string_view text, int shift)
{
    GW_TRY(const Parts parts, split(text));
    if (parts.mantissa == 0)
        return Amount{};
    const int exponent = parts.exponent + shift + kAmountDigits;
    if (exponent < 0)
        return Error{.code = ErrorCode::BadRequest, .message = "more than 27 decimal places"};
    const Int128 limit = powerOfTen(kAmountDigits + kMaxUsdDigits);
    Int128 value = parts.mantissa;
    for (int i = 0; i < exponent && value <= limit; ++i)
        value *= 10;
    if (value > limit)
        return Error{.code = ErrorCode::BadRequest, .message = "above 1,000,000,000 USD"};
    return Amount{value};
}

Amount add(Amount a, Amount b) noexcept
{
    Int128 sum = 0;
    if (__builtin_add_overflow(a.value, b.value, &sum))
        return {a.value < 0 ? -kMax : kMax};
    return {sum};
}

Amount multiply(Amount price, std::int64_t count) noexcept
{
    Int128 product = 0;
    if (__builtin_mul_overflow(price.value, static_cast<Int128>(count), &product))
        return {(price.value < 0) != (count < 0) ? -kMax : kMax};
    return {product};
}

Amount scaleByMillionths(Amount amount, std::int64_t millionths) noexcept
{
    const Amount whole = multiply({amount.value / kMillion}, millionths);
    return add(whole, {multiply({amount.value % kMillion}, millionths).value / kMillion});
}

Pico roundToPico(Amount amount) noexcept
{
    const Int128 unit = powerOfTen(kAmountDigits - kPicoDigits);
    Int128 quotient = amount.value / unit;
    const Int128 rest = amount.value % unit;
    const Int128 doubled = (rest < 0 ? -rest : rest) * 2;
    if (doubled > unit || (doubled == unit && quotient % 2 != 0))
        quotient += amount.value < 0 ? -1 : 1;
    return static_cast<Pico>(
        std::clamp(quotient, static_cast<Int128>(INT64_MIN), static_cast<Int128>(INT64_MAX)));
}

std::string toText(Amount amount)
{
    return decimalText(amount.value, kAmountDigits);
}

std::string picoToText(Int128 pico)
{
    return decimalText(pico, kPicoDigits);
}

std::string toDigits(Int128 number)
{
    const bool negative = number < 0;
    __extension__ typedef unsigned __int128 UInt128;
    UInt128 rest = negative ? ~static_cast<UInt128>(number) + 1 : static_cast<UInt128>(number);
    std::string digits;
    do {
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (negative)
        digits += '-';
    std::reverse(digits.begin(), digits.end());
    return digits;
}

}   // namespace gw::pricing
