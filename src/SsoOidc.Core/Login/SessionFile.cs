using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Files;
using SsoOidc.Login.Flows;

namespace SsoOidc.Login;

/// <summary>The token file of one session. What lies there is judged by what it says of itself, and not by its name.</summary>
internal sealed class SessionFile
{
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(1);

    private readonly TokenCache _cache;
    private readonly ILoginUi _ui;
    private readonly TimeProvider _time;

    public SessionFile(LoginTarget target, LoginServices services)
    {
        Target = target;
        _cache = services.Cache;
        _ui = services.Ui;
        _time = services.Time;
    }

    public LoginTarget Target { get; }

    public string Path => _cache.PathOf(Target.CacheKey);

    /// <summary>The session's token. Null without one, and when the file is damaged or another session's, which is told if that is wanted.</summary>
    public CachedToken? Read(bool warn = false)
    {
        var (token, problem) = _cache.ReadToken(Target.CacheKey);
        problem ??= token is null ? null : Target.WhyNot(token, _cache);
        if (problem is not null && warn)
            _ui.Warn($"The token file {Shown.Clean(Path, 1000)} is not used: {Shown.Clean(problem)}.");
        return problem is null ? token : null;
    }

    /// <summary>Waits for the session's lock, and says so. Null with <c>IsBusy</c> when another process keeps it.</summary>
    public async Task<(FileLock? Held, bool IsBusy)> LockAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var path = _cache.LockPathOf(Target.CacheKey);
        var isTold = false;
        var (held, problem) = await FileLock.AcquireAsync(path, patience, _time, cancellationToken, Waiting).ConfigureAwait(false);
        if (problem is not null)
        {
            // Where nothing can be written, saving says so. Elsewhere it is the lock alone that is missing.
            using var place = Reserve(out var unwritable);
            if (unwritable is null)
                _ui.Warn($"The session {Target.Display} cannot be locked, so another shell may log in to it at the same time: {Shown.Clean(problem)}");
        }

        return (held, held is null && problem is null);

        void Waiting(TimeSpan waited)
        {
            _ui.Report(new LoginProgress("Waiting for another login to the same session", patience - waited, patience));
            if (isTold || waited < SilentWait)
                return;
            isTold = true;
            _ui.Tell($"Another process{Holder()} is logging in to {Target.Display} or refreshing it. Waiting for it for {LoginErrors.Minutes(patience)} at most; Ctrl+C ends the wait.");
        }
    }

    /// <summary>The error of a lock that another process kept.</summary>
    public SsoOidcLoginException Busy(TimeSpan patience) => LoginErrors.Busy(Target, patience, Holder());

    /// <summary>Takes the place of the session's next token; null with a problem where it could not be kept.</summary>
    public ReservedFile? Reserve(out string? problem) => _cache.ReserveToken(Target.CacheKey, out problem);

    /// <summary>Saves a token, or warns: the login is good without the file.</summary>
    /// <returns>Whether the token is kept.</returns>
    public async Task<bool> SaveAsync(CachedToken token, ReservedFile? place)
    {
        if (await _cache.SaveTokenAsync(Target.CacheKey, token, place).ConfigureAwait(false) is not { } problem)
            return true;
        _ui.Warn($"The token was not saved, so other tools and the next shell cannot use it: {Shown.Clean(problem)}");
        return false;
    }

    private string Holder() => FileLock.HolderOf(_cache.LockPathOf(Target.CacheKey)) is { } holder ? $" (pid {holder})" : "";
}
