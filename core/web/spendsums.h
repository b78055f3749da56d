#pragma once

#include "core/web/site.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// What was spent, as the JSON routes tell it to whoever asks: everybody's for those who may see that, else
// one's own.
namespace gw::web {

struct SpendDay
{
    std::string date;   // "2026-11-21", UTC.
    double usd = 0;
};

struct SpendPart
{
    std::string label;   // What is shown; keys by their alias.
    double usd = 0;
    std::int64_t requests = -1;   // Attempts; -1 unknown.
};

struct SpendSums
{
    std::vector<SpendDay> days;   // Oldest first, each of the range.
    double usd = 0;
    // By name; of providers nothing is known to those who see only their own.
    std::map<std::string, SpendPart> models = {};
    std::map<std::string, SpendPart> keys = {};
    std::map<std::string, SpendPart> providers = {};
};

// "2026-11-21", UTC.
std::string dayText(std::int64_t unixS);
// "2026-11-21 10:00:00", UTC.
std::string secondText(std::int64_t unixS);
// Of the last so many days, today included.
Question spendQuestion(const Visit &visit, int days);
SpendSums spendSums(const Visit &visit, const Answer &answer, int days);

// Rows of /spend/logs/v2.
Question requestsQuestion(std::int64_t fromS, std::int64_t untilS, int page, int size,
                          std::vector<std::pair<std::string, std::string>> filters = {});
std::int64_t totalOf(const Answer &answer);

}   // namespace gw::web
