using System.Globalization;

namespace SsoOidc.Tests;

/// <summary>How long property tests run: a thousand inputs, or as many as the variable SSOOIDC_FUZZ says.</summary>
internal static class Fuzz
{
    public static long Iterations { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("SSOOIDC_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1000;
}
