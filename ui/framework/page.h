#pragma once

#include <QString>
#include <QWidget>

#include <functional>

namespace gw::ui {

struct Services;

// All a page must provide: a file in ui/pages defines describe_<id>() that returns this.
struct PageInfo
{
    int order = 0;
    QString icon;
    QString title;
    std::function<QWidget *(Services &, QWidget *parent)> create;
};

// A page that can be asked to show one thing of its own.
class ShowsSubject
{
public:
    virtual void showSubject(const QString &subject) = 0;

protected:
    ~ShowsSubject() = default;
};

// A page on which one may have typed something that is not saved.
class HoldsDraft
{
public:
    // What it is of, in words; empty: there is none.
    virtual QString draftOf() const = 0;
    // Calls done once it is saved; never, when that fails.
    virtual void saveDraft(std::function<void()> done) = 0;
    virtual void dropDraft() = 0;

protected:
    ~HoldsDraft() = default;
};

}   // namespace gw::ui
