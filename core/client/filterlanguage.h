#pragma once

#include "core/client/trafficvalues.h"

// What a user types to filter requests: terms divided by blanks, all of which must hold.
//   model:sonnet status>=400 -app:curl cost>0.05 duration>2s is:stream "free text"
// ":" means contains for texts and equals for numbers; "=" means the whole text; "-" before a term turns it
// round. Values with blanks stand in double quotes. status:4xx is a whole class.
namespace gw::client {

struct FilterProblem
{
    enum class Kind {
        None,
        UnknownField,   // word is the name, nearest a known one or empty.
        UnknownState,   // After "is:".
        MissingValue,   // After word.
        NotANumber,
        NotAnAmount,   // Of money.
        NotADuration,
        MissingUnit,    // A duration without ms, s, m or h.
        NoComparison,   // "<" and the like on a text or a state.
        OpenQuote,
    };
    Kind kind = Kind::None;
    // Of what is wrong, in UTF-16 units.
    qsizetype position = 0;
    qsizetype length = 0;
    QString word;
    QString nearest;
};

struct ParsedFilter
{
    std::vector<TrafficTerm> terms;
    FilterProblem problem;   // The first one; terms are those before it.

    bool ok() const { return problem.kind == FilterProblem::Kind::None; }
};

ParsedFilter parseFilter(const QString &text);

// Names of fields with the sign after them ("model:", "status>="), for completion; then "is:error" ...
QStringList filterFieldWords();
QStringList filterStateWords();

// What may stand at the cursor: the part of the text it would replace, and the whole words that fit, those
// that begin like it first.
struct FilterCompletion
{
    qsizetype position = 0;
    qsizetype length = 0;
    QStringList words;
};
FilterCompletion completeFilter(const QString &text, qsizetype cursor, const TrafficNames &names);

// Whether a row is a match, as the ledger would decide; what a running request does not know yet matches
// nothing.
bool matches(const TrafficFilter &filter, const TrafficRow &row);

}   // namespace gw::client
