#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace gw::ui {

// How well a text answers what was typed.
struct FuzzyMatch
{
    int score = 0;             // The greater the better; only comparable for one query.
    QList<qsizetype> places;   // Of the matched characters, ascending.
};

// Every character of query, in order and without regard to case or spaces, must be found in text; nothing
// otherwise. Beginnings of words and runs of neighbours count more, long texts less. An empty query matches
// everything with the score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString &query, const QString &text);

}   // namespace gw::ui
