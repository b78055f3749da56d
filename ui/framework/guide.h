#pragma once

#include <QDialog>

namespace gw::ui {

class Actions;

// What a page is for and how it is used, in a few sentences; empty for an unknown id.
QString pageHelp(const QString &pageId);

// The help of one page (F1), with the keys that work there.
class PageGuide final : public QDialog
{
    Q_OBJECT

public:
    PageGuide(const Actions &actions, const QString &pageId, const QString &title, QWidget *parent);
};

// Every shortcut there is (?), by group.
class ShortcutList final : public QDialog
{
    Q_OBJECT

public:
    ShortcutList(const Actions &actions, QWidget *parent);
};

}   // namespace gw::ui
