#pragma once

#include <span>
#include <string>
#include <vector>

namespace gw::routing {

// CONTRACT 6.9. A deployment's tag may be negated ("!batch": not for requests so tagged), and "a&b" wants
// both. With matchAny one fitting tag is enough, else every tag of the request has to be there.
bool tagsFit(std::span<const std::string> deploymentTags, std::span<const std::string> requestTags,
             bool matchAny);

// Which of the deployments may be used, by their tags: fitting ones, else those tagged "default"; for
// requests without tags those tagged "default", else those without tags. Empty: none.
std::vector<std::size_t> filterByTags(std::span<const std::vector<std::string>> deployments,
                                      std::span<const std::string> requestTags, bool matchAny);

}   // namespace gw::routing
