using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using SsoOidc.Base;

namespace SsoOidc;

/// <summary>What the views show; called by the Format.ps1xml, so that no logic is in it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Display
{
    // Four characters tell two tokens apart; of a shorter secret they would be too much.
    private const int Kept = 4, LeastLength = 20;

    /// <summary>A secret as its first characters and its length; nothing for none.</summary>
    public static string Masked(string? secret) => secret switch
    {
        null or "" => "",
        { Length: < LeastLength } => "…",
        _ => $"{Shown.Clean(secret.Substring(0, Kept))}… ({secret.Length} characters)",
    };

    /// <summary>A text of the service without anything that a terminal would obey.</summary>
    public static string Text(string? text) => text is null ? "" : Shown.Clean(text);

    /// <summary>A list of texts on one line.</summary>
    public static string List(IEnumerable<string>? texts) => texts is null ? "" : Shown.Clean(string.Join(", ", texts));

    /// <summary>A moment as local time with the time left.</summary>
    public static string Expiry(DateTimeOffset? moment) => Expiry(moment, TimeProvider.System);

    /// <summary>A moment as local time.</summary>
    public static string LocalTime(DateTimeOffset? moment) => LocalTime(moment, TimeProvider.System);

    /// <summary>A moment that has passed, as local time with how long ago it was.</summary>
    public static string Ago(DateTimeOffset? moment) =>
        moment is { } at ? $"{LocalTime(at)} ({Duration(TimeProvider.System.GetUtcNow() - at)} ago)" : "";

    internal static string Expiry(DateTimeOffset? moment, TimeProvider clock)
    {
        if (moment is not { } at)
            return "";
        var left = at - clock.GetUtcNow();
        return left > TimeSpan.Zero
            ? $"{LocalTime(moment, clock)} (in {Duration(left)})"
            : $"{LocalTime(moment, clock)} (expired {Duration(left.Negate())} ago)";
    }

    internal static string LocalTime(DateTimeOffset? moment, TimeProvider clock) => moment is { } at
        ? TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "";

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
        { Status: SsoOidcSessionStatus.Valid, Remaining: { } left } => $"Valid ({Duration(left)})",
        _ => $"{session.Status}",
    };

    /// <summary>The same in colour; the engine takes the colour out again where output is plain.</summary>
    /// <param name="session">The session.</param>
    /// <param name="style">The engine's <c>$PSStyle</c>; null in Windows PowerShell, which has none.</param>
    public static string Status(SsoOidcSession? session, object? style)
    {
        var text = Status(session);
        if (session is null || style is null)
            return text;
        var colour = session.Status switch
        {
            SsoOidcSessionStatus.Valid => "Green",
            SsoOidcSessionStatus.Refreshable => "Cyan",
            SsoOidcSessionStatus.Unreadable => "Red",
            _ => "Yellow",
        };
        var properties = PSObject.AsPSObject(style).Properties;
        var foreground = properties["Foreground"]?.Value is { } colours ? PSObject.AsPSObject(colours).Properties[colour]?.Value as string : null;
        return foreground is null ? text : foreground + text + properties["Reset"]?.Value;
    }
}
