using System.Runtime.CompilerServices;

namespace SsoOidc.Testing;

/// <summary>What [Fact] means in every test project: a test that hangs fails by its name, and the others run on.</summary>
internal sealed class LimitedFactAttribute : Xunit.FactAttribute
{
    /// <summary>Far above what any test takes: the longest needs 20 s on two cores that do much else.</summary>
    public const int Milliseconds = 120_000;

    public LimitedFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Timeout = Milliseconds;
}
