using System.Collections.Concurrent;
using SsoOidc.Cache;
using SsoOidc.Login.Flows;

namespace SsoOidc.Login;

/// <summary>What is asked of a token's remaining life, held against the life that tokens have.</summary>
internal sealed class TokenLives
{
    private static readonly TimeSpan Usual = new LoginOptions().MinimumRemaining;

    // Once for each session of the process: a script that asks again with every account should not be told as often.
    private static readonly ConcurrentDictionary<(string Path, TimeSpan Asked), bool> Told = new();

    private readonly LoginServices _services;

    public TokenLives(LoginServices services) => _services = services;

    /// <summary>
    /// The life that a token must have left to be used as it is. Where no token lives as long as is asked for, a refresh at every call would
    /// not bring that about: one is then had while it is new, and one that cannot be refreshed until it is nearly over.
    /// </summary>
    public static TimeSpan Needed(CachedToken token, TimeSpan asked, DateTimeOffset now)
    {
        if (token.Life is not { } life || asked < life)
            return asked;
        var few = TimeSpan.FromTicks(Math.Min(Usual.Ticks, life.Ticks / 2));
        return token.CanRefresh(now) ? life - few : few;
    }

    /// <summary>Says once that a session's token does not live as long as was asked for.</summary>
    public void TellOnce(SessionFile file, SsoOidcSession session, TimeSpan asked)
    {
        if (session.Remaining is not { } left || left >= asked || file.Read() is not { Life: { } life } || life >= asked || !Told.TryAdd((file.Path, asked), true))
            return;
        _services.Ui.Warn($"The remaining life that is asked for, {LoginErrors.Minutes(asked)}, is more than the {LoginErrors.Minutes(life)} that a token of {file.Target.Display} lives: it has {LoginErrors.Minutes(left)} left, and is not refreshed at every call.");
    }
}
