#pragma once

#include <map>
#include <string>
#include <vector>

namespace gw::clientsetup {

inline constexpr int kVersionMs = 5000;

// What each program answers to "--version": its first number with a dot in it, "" where there is none within
// kVersionMs. All are asked at once, none through a shell, none with anything on its standard input; one that
// takes longer is ended. Blocks. Answers are kept while a program's file stays the same. Any thread.
std::map<std::string, std::string> versionsOf(const std::vector<std::string> &programs,
                                              int timeoutMs = kVersionMs);

}   // namespace gw::clientsetup
