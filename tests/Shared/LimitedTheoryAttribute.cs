using System.Runtime.CompilerServices;

namespace SsoOidc.Testing;

/// <summary>What [Theory] means in every test project; see <see cref="LimitedFactAttribute"/>.</summary>
internal sealed class LimitedTheoryAttribute : Xunit.TheoryAttribute
{
    public LimitedTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Timeout = LimitedFactAttribute.Milliseconds;
}
