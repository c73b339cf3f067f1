// The nonces that were used, as far as a restart must not forget them: a small database of their
// own beside the directories' (docs/decisions/0014). For one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/nonce.hpp"
#include "model/result.hpp"
#include "store/data_folder.hpp"
#include "store/session.hpp"

namespace scimd::store {

class nonce_log {
 public:
    // The file `nonces.db`, made when it is missing. errc::internal with a sentence that says what
    // to do: it is damaged, not writable, or was written by a newer scimd.
    static model::result<std::unique_ptr<nonce_log>> open(const data_folder&);

    // All that can still be replayed in this minute; the others are forgotten.
    std::vector<model::used_nonce> recall(std::int64_t minute);

    // Adds these in one transaction: once it returns, they outlive the process, however that ends
    // (not a power cut, which would also stop whoever could replay them for a while). What is past
    // is forgotten, once a minute, so that the file is bounded by what comes within the window.
    void add(std::span<const model::used_nonce>, std::int64_t minute);

 private:
    explicit nonce_log(std::unique_ptr<session>);

    void read_all();
    void forget_before(std::int64_t minute);
    void run(statement, std::span<const value> parameters = {});

    std::unique_ptr<session> session_;
    statement begin_;
    statement commit_;
    statement rollback_;
    statement insert_;
    statement forget_;
    statement list_;
    std::int64_t forgotten_before_ = 0;
};

}  // namespace scimd::store
