using System.Globalization;

namespace SsoOidc.Reliability.Support;

/// <summary>How long the proofs run: bounded for every build, or for hours with SSOOIDC_LONG=1; SSOOIDC_FUZZ and SSOOIDC_CALLS name a number.</summary>
internal static class Effort
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("SSOOIDC_LONG") == "1";

    /// <summary>Inputs for each parser.</summary>
    public static long Inputs { get; } = Number("SSOOIDC_FUZZ") ?? (IsLong ? 1_000_000 : 1_000);

    /// <summary>Calls of the endurance test.</summary>
    public static int Calls { get; } = (int)(Number("SSOOIDC_CALLS") ?? (IsLong ? 100_000 : 2_000));

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
