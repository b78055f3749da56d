#pragma once

#include "core/access/directory.h"
#include "core/base/secret.h"
#include "core/config/schema.h"
#include "core/engine/apiroute.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// Models that are added by the API and live in the directory (CONTRACT 3.7, DESIGN 5).
namespace gw::api {

// Seals the texts of a model's parameters with LITELLM_SALT_KEY, or with the master key where there is none.
// AES-256-GCM under the key's SHA-256; "sealed:" and base64. Thread-safe.
class ModelSeal
{
public:
    explicit ModelSeal(const Secret &key);
    bool usable() const noexcept { return !m_key.isEmpty(); }
    Result<json::Object> seal(const json::Object &params) const;
    // SecretAway when it was sealed with another key, or damaged.
    Result<json::Object> open(const json::Object &params) const;

private:
    Result<json::Value> turned(const json::Value &value, bool seals) const;

    Secret m_key;
};

struct Work;

struct StoredModels
{
    access::Directory *directory = nullptr;
    std::function<Secret()> key;   // For ModelSeal; from any thread.
    bool shared = false;           // Other gateways use the same database ...
    bool hasSaltKey = false;       // ... and need the same key, which the master key need not be.
    // Waits until what is in the directory now is in force; from the directory's thread.
    std::function<void()> activate;
    // Models are sealed with this master key from now on, though it is not yet the one in force; from the
    // directory's thread.
    std::function<void(const Secret &key)> rotated;
};

// Seals everything that is sealed. Nothing is committed. SecretAway: something cannot be opened.
Result<std::size_t> sealAnew(Work &work, const ModelSeal &before, const ModelSeal &after);

// params with what litellm_credential_name stands for, where they say nothing of their own. BadRequest: no
// such credential in the directory, or it cannot be opened.
Result<json::Object> withCredential(const access::Directory &directory, const ModelSeal &seal,
                                    json::Object params);

// Rows of model_list, opened; what cannot be is left out with a warning.
std::vector<json::Object> storedRows(const access::Directory &directory, const ModelSeal &seal);
// A config of this row of model_list alone, which sees nothing of this machine. BadRequest where the API may
// not put it there: a reference to this machine, an address that is not public, a row that is no model.
Result<config::ConfigPtr> storedConfig(const json::Object &row, bool privateAddresses);
// A text, or one inside, names something that only this machine resolves: os.environ/, keychain/.
bool refersHere(const json::Value &value);
// Of this machine or its own network, as far as can be seen without asking a name server.
bool isOwnHost(const std::string &host);
// Why it may not; empty: it may.
std::string storedProblem(const json::Object &row, bool privateAddresses);

// Why models cannot be kept now, or not by this caller; nothing: they can.
std::optional<engine::ApiReply> storingProblem(const Work &work, const StoredModels &stored);

// /credentials: keys and addresses under a name, for stored models (CONTRACT 3.6).
engine::ApiRoutes credentialRoutes(const StoredModels &stored);
// /model/new, /model/update, /model/{id}/update, /model/delete.
engine::ApiRoutes storedModelRoutes(const StoredModels &stored);

// What /key/regenerate does with new_master_key: seals everything anew for it. The old one stays in force
// until the administrator puts the new one in its place.
engine::ApiReply rotateMasterKey(Work &work, const StoredModels &stored);

}   // namespace gw::api
