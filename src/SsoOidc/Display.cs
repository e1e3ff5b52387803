using System.ComponentModel;
using System.Globalization;

namespace SsoOidc;

/// <summary>What the views show; called by the Format.ps1xml, so that no logic is in it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Display
{
    // Four characters tell two tokens apart; of a shorter secret they would be too much.
    private const int Shown = 4, LeastLength = 20;

    /// <summary>A secret as its first characters and its length; nothing for none.</summary>
    public static string Masked(string? secret) => secret switch
    {
        null or "" => "",
        { Length: < LeastLength } => "…",
        _ => $"{SsoOidc.Text.Clean(secret.Substring(0, Shown))}… ({secret.Length} characters)",
    };

    /// <summary>A text of the service without anything that a terminal would obey.</summary>
    public static string Text(string? text) => text is null ? "" : SsoOidc.Text.Clean(text);

    /// <summary>A list of texts on one line.</summary>
    public static string List(IEnumerable<string>? texts) => texts is null ? "" : SsoOidc.Text.Clean(string.Join(", ", texts));

    /// <summary>A moment as local time with the time left.</summary>
    public static string Expiry(DateTimeOffset? moment) => Expiry(moment, TimeProvider.System);

    internal static string Expiry(DateTimeOffset? moment, TimeProvider clock)
    {
        if (moment is not { } at)
            return "";
        var local = TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var left = at - clock.GetUtcNow();
        return left > TimeSpan.Zero ? $"{local} (in {Duration(left)})" : $"{local} (expired {Duration(left.Negate())} ago)";
    }

    /// <summary>A duration in its two largest units: <c>45 s</c>, <c>9 min 58 s</c>, <c>7 h 59 min</c>, <c>89 days</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalDays: >= 2 } => $"{(int)duration.TotalDays} days",
        { TotalHours: >= 1 } => $"{(int)duration.TotalHours} h {duration.Minutes} min",
        { TotalMinutes: >= 1 } => $"{duration.Minutes} min {duration.Seconds} s",
        _ => $"{duration.Seconds} s",
    };

    /// <summary>How a session stands, in a few words.</summary>
    public static string Status(SsoOidcSession? session) => session switch
    {
        null => "",
        { Status: SsoOidcSessionStatus.Valid, Remaining: { } left } => $"valid for {Duration(left)}",
        { Status: SsoOidcSessionStatus.NotLoggedIn } => "not logged in",
        _ => session.Status.ToString().ToLowerInvariant(),
    };
}
