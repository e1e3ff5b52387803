using System.Globalization;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Settings;

namespace SsoOidc.Credentials;

/// <summary>A role to assume, and how.</summary>
/// <param name="roleArn">The role.</param>
/// <param name="configuredIn">Where, in words.</param>
internal sealed class RoleRequest(string roleArn, string configuredIn)
{
    public string RoleArn { get; } = roleArn;

    public string? SessionName { get; init; }

    public string? ExternalId { get; init; }

    public int? DurationSeconds { get; init; }

    public string? MfaSerial { get; init; }

    /// <summary>The region of the profile, if it names one.</summary>
    public Setting<string>? Region { get; init; }

    public string Description => $"role {Shown.Clean(RoleArn, 300)} of {configuredIn}";

    /// <summary>Tells the request from every other to the same role.</summary>
    public string Identity => string.Join("|", RoleArn, SessionName, ExternalId, DurationSeconds?.ToString(CultureInfo.InvariantCulture), MfaSerial, Region?.Value);

    public static RoleRequest OfProfile(ConfigSection profile, string roleArn) => new(roleArn, profile.Title)
    {
        SessionName = profile.Get("role_session_name")?.Value,
        ExternalId = profile.Get("external_id")?.Value,
        DurationSeconds = ReadDuration(profile.Get("duration_seconds")),
        MfaSerial = profile.Get("mfa_serial")?.Value,
        Region = profile.Get("region"),
    };

    private static int? ReadDuration(Setting<string>? setting)
    {
        if (setting is null)
            return null;
        return int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 900 and <= 43200
            ? seconds
            : throw AwsSettings.Invalid(setting, "900 to 43200 seconds (15 minutes to 12 hours)");
    }
}
