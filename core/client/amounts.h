#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace gw::client {

// Dollars as one types them ("5", "0.25", "$12.50"), exactly, in 10^-12 USD. Nothing for what is no amount,
// has more than twelve decimals or is a million dollars or more.
std::optional<std::int64_t> readMoney(QString text);
// The same the other way round: without a sign and without zeros at the end.
QString moneyText(std::int64_t pico);

}   // namespace gw::client
