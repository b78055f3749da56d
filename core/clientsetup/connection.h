#pragma once

#include "core/base/json.h"
#include "core/base/secret.h"

#include <string>
#include <string_view>

namespace gw::clientsetup {

// How a client is to reach the gateway.
struct Connection
{
    std::string base;   // "http://127.0.0.1:4000"
    Secret key;
    std::string model;   // Empty: its own choice.
};

// {root}, {v1}, {key} and {model} filled in.
std::string fill(std::string_view text, const Connection &connection);
// The same in every text and every name of a value.
json::Value fill(const json::Value &value, const Connection &connection);
// Whether a text or value speaks of the model.
bool namesModel(std::string_view text);
bool namesModel(const json::Value &value);

// The key that a gateway with this master key gives to a client: always the same, so that it has to be kept
// nowhere, and no other client's can be told from it. turn counts the keys that a client has had.
Secret clientKey(const Secret &masterKey, std::string_view client, int turn);
// What /key/generate is asked for. number: of the client's aliases, from 1: another's key may have its name.
inline constexpr int kMostAliases = 9;
json::Object keyWish(const Secret &key, const std::string &client, int number);
// For gateways that ask for no key: names the client to its user only.
Secret openKey(std::string_view client);

// text with the key made unreadable.
std::string withoutKey(std::string text, const Secret &key);

}   // namespace gw::clientsetup
