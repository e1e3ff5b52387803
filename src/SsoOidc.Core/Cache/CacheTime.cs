using System.Globalization;
using SsoOidc.Base;

namespace SsoOidc.Cache;

/// <summary>Dates of the cache files: whole UTC seconds with a <c>Z</c> when written, and all that others write when read.</summary>
internal static class CacheTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Fractions are cut, not rounded: a token must not look alive after its end.</summary>
    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads RFC 3339 with any fraction and offset, and the <c>2020-06-17T02:39:52UTC</c> of old AWS CLIs.</summary>
    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        value = default;
        if (text is null || text.Length is < 19 or > 64)
            return false;

        var normal = text.ToUpperInvariant();
        if (normal.EndsWith("UTC", StringComparison.Ordinal))
            normal = normal.Remove(normal.Length - 3) + "Z";
        if (normal[10] == ' ')
            normal = normal.Remove(10, 1).Insert(10, "T");

        return DateTimeOffset.TryParseExact(
            SevenFractionDigits(normal),
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out value);
    }

    /// <summary>A member that is a date, else null.</summary>
    public static DateTimeOffset? Time(this JsonMembers members, string name) => TryParse(members.Text(name), out var time) ? time : null;

    // .NET knows 100 ns, Go writes up to nanoseconds.
    private static string SevenFractionDigits(string text)
    {
        if (text.Length <= 19 || text[19] != '.')
            return text;

        var end = 20;
        while (end < text.Length && text[end] is >= '0' and <= '9')
            end++;
        return end - 20 <= 7 ? text : text.Remove(27, end - 27);
    }
}
