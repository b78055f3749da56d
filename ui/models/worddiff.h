#pragma once

#include <QList>
#include <QString>

#include <utility>

namespace gw::ui {

// A run of one text that the other has too, or has not. The runs of a text joined are the text.
struct WordRun
{
    QString text;
    bool own = false;   // Only in this text.

    bool operator==(const WordRun &) const = default;
};

// Two texts by words: what each has for itself. Texts of very many words are only compared from both ends
// inwards.
std::pair<QList<WordRun>, QList<WordRun>> wordDiff(const QString &left, const QString &right);
// Of the words of both texts, what share they have in common; 1: they are the same.
double likeness(const QList<WordRun> &left, const QList<WordRun> &right);

}   // namespace gw::ui
