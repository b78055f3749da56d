#pragma once

#include "core/access/directory.h"
#include "core/base/secret.h"
#include "core/config/yamlreader.h"
#include "core/engine/apiroute.h"

#include <functional>
#include <string>

namespace gw::api {

// What the API needs to change config.yaml where it stands. Functions are called on the directory's thread.
struct ConfigDesk
{
    std::string path;   // Empty: there is no file.
    std::string backupFolder;
    config::EnvironmentReader environment;
    // Puts a secret into the vault, so that the file only names it.
    std::function<Result<void>(const std::string &name, const Secret &secret)> keep;
    // Waits until what the file says now counts.
    std::function<void()> activate;
};

// /config/update, /config/list, /config/field/*, /config/pass_through_endpoint, /config/yaml, /get_config
// (CONTRACT 3.7). config.yaml stays the one truth: changes are edits of it, tried before they are written,
// with a copy of the old text put aside. Secrets and references are refused, but for variables and headers,
// whose values go into the vault.
engine::ApiRoutes configRoutes(access::Directory *directory, ConfigDesk desk);

}   // namespace gw::api
