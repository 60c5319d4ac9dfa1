// Lint is Biome's; ESLint is here for React's own rules alone, those of the React Compiler among them.
import babel from '@babel/eslint-parser'
import reactHooks from 'eslint-plugin-react-hooks'

const parserOptions = {
  requireConfigFile: false,
  babelOptions: { configFile: false, presets: ['@babel/preset-typescript'], parserOpts: { plugins: ['jsx'] } },
}

export default [
  {
    files: [
      'src/{devtools,react,ssr,storybook,swr}/**/*.{ts,tsx}',
      'stories/**/*.{ts,tsx}',
      'examples/*/app/**/*.{ts,tsx}',
    ],
    ...reactHooks.configs.flat['recommended-latest'],
    languageOptions: { parser: babel, parserOptions },
    linterOptions: { noInlineConfig: true },
  },
]
